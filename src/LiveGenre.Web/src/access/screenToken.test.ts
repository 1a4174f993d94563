import { expect, it } from "vitest";
import { refusalWords, screenToken } from "./screenToken";

it.each([
  ["#token=abc", "", "abc"],
  ["#token=a%2Bb", "stored", "a+b"],
  ["", "stored", "stored"],
  ["#", "", ""],
])("of '%s' and '%s' is '%s'", (hash, stored, token) => {
  expect(screenToken(hash, stored)).toBe(token);
});

it.each([
  ["", "Token needed", /asks for a token.*#token=/],
  ["lg_bad", "Wrong token", /does not know.*#token=/],
])("the daemon refuses '%s': %s", (token, text, note) => {
  expect(refusalWords(token)).toEqual({ text, note: expect.stringMatching(note) });
});
