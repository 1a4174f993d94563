import { expect, it } from "vitest";
import { chooseStreams, STREAM_PLACES } from "./streamPlaces";

const all = ["a", "b", "c", "d"];

it("takes the first sources before anything is known of the screen", () => {
  expect(chooseStreams(all, new Set(), new Set())).toEqual(all.slice(0, STREAM_PLACES));
});

it("prefers what is on the screen", () => {
  expect(chooseStreams(all, new Set(["c", "d"]), new Set(["a", "b"]))).toEqual(["c", "d"]);
});

it("lets a stream stay that is still on the screen", () => {
  expect(chooseStreams(all, new Set(["a", "c", "d"]), new Set(["d"]))).toEqual(["d", "a"]);
});

it("gives a free place to what is not on the screen", () => {
  expect(chooseStreams(["a", "b"], new Set(["b"]), new Set())).toEqual(["b", "a"]);
});
