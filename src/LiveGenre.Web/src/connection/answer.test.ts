import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { Answer } from "./answer.svelte";

it("keeps what was known when the next question fails, and says why", async () => {
  const answer = new Answer<number>();
  expect(await answer.ask(async () => 7)).toBe(true);
  expect(await answer.ask(() => Promise.reject(new ConnectError("the disk is full", Code.Internal)))).toBe(false);
  expect([answer.value, answer.problem, answer.trouble, answer.isAsking]).toEqual([7, "failed", "the disk is full", false]);
  await answer.ask(async () => 8);
  expect([answer.value, answer.problem, answer.trouble]).toEqual([8, undefined, ""]);
});

it.each([
  [Code.Unimplemented, "unsupported"],
  [Code.Unauthenticated, "refused"],
  [Code.PermissionDenied, "refused"],
  [Code.Unavailable, "failed"],
] as const)("code %i is %s", async (code, problem) => {
  const answer = new Answer<number>();
  await answer.ask(() => Promise.reject(new ConnectError("no", code)));
  expect(answer.problem).toBe(problem);
});

it("takes the answer to the newest question only, whichever comes first", async () => {
  const answer = new Answer<string>();
  let late: (value: string) => void = () => {};
  const first = answer.ask(() => new Promise((resolve) => (late = resolve)));
  await answer.ask(async () => "new");
  late("old");
  expect(await first).toBe(false);
  expect([answer.value, answer.isAsking]).toEqual(["new", false]);
});
