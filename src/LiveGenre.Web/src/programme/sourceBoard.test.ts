import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Source, WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { GenreService, ResetSchema, SnapshotSchema, WatchGenreResponseSchema } from "../protocol/livegenre/v1/livegenre_pb";
import { segment, source, window } from "./examples";
import { SourceBoard } from "./sourceBoard.svelte";

let board: SourceBoard;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5); // no jitter
});
afterEach(() => {
  board.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A daemon in memory. */
class Daemon {
  sources: Source[] = [];
  isDown = false;
  /** What a stream begins with, beside its snapshot. */
  beginning: WatchGenreResponse["event"] | undefined;
  readonly calls: string[] = [];

  board(...ids: string[]): SourceBoard {
    this.sources = ids.map((sourceId) => source({ sourceId }));
    const transport = createRouterTransport(({ service }) => service(GenreService, this.#service()));
    return new SourceBoard(createClient(GenreService, transport));
  }

  count(call: string): number {
    return this.calls.filter((c) => c === call).length;
  }

  #service(): Partial<ServiceImpl<typeof GenreService>> {
    const answer = (call: string) => {
      this.calls.push(call);
      if (this.isDown) {
        throw new ConnectError("down", Code.Unavailable);
      }
    };
    const daemon = this;
    return {
      listSources({ pageToken }) {
        answer(`list ${pageToken}`);
        const from = Number(pageToken || 0);
        const page = daemon.sources.slice(from, from + 2);
        return { sources: page, nextPageToken: daemon.sources.length > from + 2 ? `${from + 2}` : "" };
      },
      getSource({ sourceId }) {
        answer(`get ${sourceId}`);
        return { source: source({ sourceId }), window: window(10, "jazz"), openSegment: segment(2, 10, "jazz") };
      },
      listSegments({ sourceId }) {
        answer(`segments ${sourceId}`);
        return { segments: [segment(-4, 2, "blues")] };
      },
      async *watchGenre({ sourceId, resumeToken }, { signal }) {
        answer(`watch ${sourceId} ${resumeToken}`);
        const emitTime = timestampFromMs(Date.now() + 7000);
        if (daemon.beginning) {
          yield create(WatchGenreResponseSchema, { resumeToken: "1", emitTime, event: daemon.beginning });
        }
        const snapshot = create(SnapshotSchema, { source: source({ sourceId }), window: window(10, "blues") });
        yield create(WatchGenreResponseSchema, { resumeToken: "1", emitTime, event: { case: "snapshot", value: snapshot } });
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve);
          daemon.hangUp = () => resolve(undefined);
        });
      },
    };
  }

  hangUp: () => void = () => {};
}

const labels = () => board.sources.map(({ view }) => view.window?.decision?.label);

it("lists every page, streams the first sources and asks for the others that are on the screen", async () => {
  const daemon = new Daemon();
  board = daemon.board("a", "b", "c", "d", "e");
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(board.sources.map(({ id }) => id)).toEqual(["a", "b", "c", "d", "e"]);
  ["a", "b", "c"].forEach((id) => board.setVisible(id, true));
  await vi.advanceTimersByTimeAsync(0);
  expect(labels()).toEqual(["blues", "blues", "jazz", undefined, undefined]);
  await vi.advanceTimersByTimeAsync(4000);
  expect(daemon.count("get c")).toBe(3);
  expect(daemon.count("get a")).toBe(0);
});

it("keeps what is known of a source while the list stays the same, and drops one that is gone", async () => {
  const daemon = new Daemon();
  board = daemon.board("a", "b");
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  const [a] = board.sources;
  daemon.sources = daemon.sources.slice(0, 1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(board.sources).toEqual([a]);
  expect(daemon.count("watch a ")).toBe(1);
});

it("reads the history once, and again after a reset", async () => {
  const daemon = new Daemon();
  board = daemon.board("a");
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(board.sources[0]?.view.blocks.map((block) => block.label)).toEqual(["blues"]);
  expect(daemon.count("segments a")).toBe(1);
  daemon.beginning = { case: "reset", value: create(ResetSchema) };
  daemon.hangUp();
  await vi.advanceTimersByTimeAsync(1000);
  expect(daemon.count("watch a 1")).toBe(1);
  expect(daemon.count("segments a")).toBe(2);
});

it("follows the daemon's clock", async () => {
  board = new Daemon().board("a");
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(board.daemonTime(1000)).toBe(8000);
});

it("finds out at once when the daemon is gone, says since when, and resumes when it is back", async () => {
  const daemon = new Daemon();
  board = daemon.board("a");
  board.start();
  await vi.advanceTimersByTimeAsync(3000);
  expect(board.link.kind).toBe("live");
  const gone = Date.now();
  daemon.isDown = true;
  daemon.hangUp();
  await vi.advanceTimersByTimeAsync(0);
  expect(board.link).toMatchObject({ kind: "lost", sinceMs: gone, reason: "down" });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(board.link).toMatchObject({ kind: "lost", sinceMs: gone });
  expect(board.sources[0]?.link.kind).toBe("lost");
  daemon.isDown = false;
  board.tryNow();
  await vi.advanceTimersByTimeAsync(0);
  expect([board.link.kind, board.sources[0]?.link.kind]).toEqual(["live", "live"]);
  expect(daemon.count("watch a 1")).toBeGreaterThan(0);
});

it("makes no call while it is stopped, and goes on with the token", async () => {
  const daemon = new Daemon();
  board = daemon.board("a", "b", "c");
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  board.setVisible("c", true);
  board.stop();
  await vi.advanceTimersByTimeAsync(0);
  const calls = daemon.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(daemon.calls).toHaveLength(calls);
  board.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(daemon.count("watch a 1")).toBe(1);
});
