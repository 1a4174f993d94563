import { expect, it } from "vitest";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { source, window } from "./examples";
import { likeliest } from "./likeliest";
import { listed } from "./sourceView";

const labels = ["blues", "country", "jazz", "rock"];
const scored = (label: string, smoothedScores: number[], activity = Activity.MUSIC) =>
  likeliest({ ...listed(source({ labels })), window: { ...window(10, label, { activity }), smoothedScores } }).map(({ name }) => name);

it("orders the genres by what the model makes of them", () => {
  expect(scored("unknown", [0.1, 0.2, 0.4, 0.3])).toEqual(["Jazz", "Rock", "Country", "Blues"]);
});

it("names none while they are all alike: the first by the alphabet would look like a finding", () => {
  expect(scored("unknown", [0.25, 0.25, 0.25, 0.25])).toEqual([]);
  expect(scored("unknown", [0.3, 0.24, 0.23, 0.23])).toEqual([]);
});

it("names none where every score is 0", () => {
  expect(scored("unknown", [0, 0, 0, 0])).toEqual([]);
});

it("orders what is no genre where none is on air", () => {
  expect(scored("none", [0.1, 0.2, 0.4, 0.3], Activity.SPEECH)).toEqual(["Speech", "Noise"]);
});

it("knows nothing without a window", () => {
  expect(likeliest(listed(source({ labels })))).toEqual([]);
});
