import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { troubleWords } from "./trouble";

it.each([
  [new ConnectError("Failed to fetch", Code.Unavailable, undefined, undefined, new TypeError("Failed to fetch")), "The daemon does not answer."],
  [new TypeError("network error"), "The daemon does not answer."],
  [new ConnectError("the operation timed out", Code.DeadlineExceeded), "The daemon takes too long to answer."],
  [new ConnectError("a token is needed", Code.Unauthenticated), "The daemon refuses: a token is needed"],
  [new ConnectError("LiveGenre is shutting down.", Code.Unavailable), "LiveGenre is shutting down."],
  [new ConnectError("", Code.Unavailable), "The connection broke off."],
])("says of %s: %s", (error, words) => {
  expect(troubleWords(error)).toBe(words);
});
