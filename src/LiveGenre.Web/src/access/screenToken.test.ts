import { expect, it } from "vitest";
import { screenToken } from "./screenToken";

it.each([
  ["#token=abc", "", "abc"],
  ["#token=a%2Bb", "stored", "a+b"],
  ["", "stored", "stored"],
  ["#", "", ""],
])("of '%s' and '%s' is '%s'", (hash, stored, token) => {
  expect(screenToken(hash, stored)).toBe(token);
});
