import { expect, it } from "vitest";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { decisionAside, decisionName } from "./labels";

it.each([
  ["hiphop", Activity.MUSIC, "Hip hop", ""],
  ["unknown", Activity.MUSIC, "Unknown", ""],
  ["unknown", Activity.SPEECH_OVER_MUSIC, "Unknown", "speech over music"],
  ["none", Activity.SPEECH, "Speech", ""],
])("%s with activity %i is %s and, as an aside, '%s'", (label, activity, name, aside) => {
  expect([decisionName(label, activity), decisionAside(label, activity)]).toEqual([name, aside]);
});
