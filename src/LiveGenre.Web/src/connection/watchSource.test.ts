import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WatchGenreRequest, WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { GenreService, WatchGenreResponseSchema } from "../protocol/livegenre/v1/livegenre_pb";
import { Bell } from "./pause";
import { LIVE_MS } from "./silenceAlarm";
import { watchSource } from "./watchSource";

type Answer = (request: WatchGenreRequest, signal: AbortSignal) => AsyncIterable<WatchGenreResponse>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5); // no jitter
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Watches a server that answers each call with the next of `answers`, and hangs after the last. */
function watch(...answers: Answer[]) {
  const requests: WatchGenreRequest[] = [];
  const heard: string[] = [];
  const lost: string[] = [];
  const [bell, stop] = [new Bell(), new AbortController()];
  const transport = createRouterTransport(({ service }) => {
    service(GenreService, {
      watchGenre(request, { signal }) {
        requests.push(request);
        return (answers[requests.length - 1] ?? silent)(request, signal);
      },
    });
  });
  const listener = {
    heard: (response: WatchGenreResponse) => void heard.push(response.resumeToken),
    lost: (reason: string) => void lost.push(reason),
  };
  const token = watchSource(createClient(GenreService, transport), "main", listener, bell, stop.signal);
  return { requests, heard, lost, bell, stop, token };
}

function response(resumeToken: string): WatchGenreResponse {
  return create(WatchGenreResponseSchema, { resumeToken });
}

async function* silent(_: WatchGenreRequest, signal: AbortSignal): AsyncGenerator<WatchGenreResponse> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

it("resumes after the last response when the stream ends", async () => {
  const { requests, heard, lost, stop } = watch(async function* () {
    yield response("one");
    yield response("two");
  });
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard).toEqual(["one", "two"]);
  expect(lost).toEqual(["The daemon ended the stream."]);
  expect(requests.map((request) => [request.sourceId, request.resumeToken])).toEqual([["main", ""], ["main", "two"]]);
  stop.abort();
});

it("gives a stream up that is silent for the longest time that counts as live", async () => {
  const { requests, lost, stop } = watch(async function* (request, signal) {
    yield response("one");
    yield* silent(request, signal);
  });
  await vi.advanceTimersByTimeAsync(LIVE_MS - 1);
  expect(lost).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(lost).toEqual(["Nothing was heard from the daemon for 15 s."]);
  expect(requests[1]?.resumeToken).toBe("one");
  stop.abort();
});

it("takes every response as a sign of life", async () => {
  const { heard, lost, stop } = watch(async function* () {
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, LIVE_MS - 1));
      yield response(`${i}`);
    }
  });
  await vi.advanceTimersByTimeAsync(9 * LIVE_MS);
  expect(lost).toEqual([]);
  expect(heard).toHaveLength(9);
  stop.abort();
});

it("says what the daemon says, and waits longer after each failure in a row", async () => {
  const failing: Answer = async function* () {
    throw new ConnectError("LiveGenre is shutting down.", Code.Unavailable);
  };
  const { requests, lost, stop } = watch(failing, failing, failing, failing);
  await vi.advanceTimersByTimeAsync(0);
  expect(lost).toEqual(["LiveGenre is shutting down."]);
  for (const [calls, waitMs] of [[1, 500], [2, 1000], [3, 2000]] as const) {
    await vi.advanceTimersByTimeAsync(waitMs - 1);
    expect(requests).toHaveLength(calls);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(calls + 1);
  }
  stop.abort();
});

it("starts afresh when the daemon does not know the token", async () => {
  const { requests, stop } = watch(
    async function* () {
      yield response("of another daemon");
    },
    async function* () {
      throw new ConnectError("resume_token", Code.InvalidArgument);
    },
  );
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests.map((request) => request.resumeToken)).toEqual(["", "of another daemon", ""]);
  stop.abort();
});

it("tries at once when the bell rings", async () => {
  const { requests, bell, stop } = watch(async function* () {});
  await vi.advanceTimersByTimeAsync(0);
  expect(requests).toHaveLength(1);
  bell.ring();
  await vi.advanceTimersByTimeAsync(0);
  expect(requests).toHaveLength(2);
  stop.abort();
});

it("ends without a complaint when it is told to, and gives the token back", async () => {
  const { lost, stop, token } = watch(async function* (request, signal) {
    yield response("one");
    yield* silent(request, signal);
  });
  await vi.advanceTimersByTimeAsync(0);
  stop.abort();
  await expect(token).resolves.toBe("one");
  expect(lost).toEqual([]);
});
