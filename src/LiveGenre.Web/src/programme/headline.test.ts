import { expect, it } from "vitest";
import { Activity, SourceState } from "../protocol/livegenre/v1/livegenre_pb";
import { source, window } from "./examples";
import { headline } from "./headline";
import { listed } from "./sourceView";

const view = (state: SourceState, ...windows: Parameters<typeof window>[]) => ({
  ...listed(source({ state, stateDetail: "What the device says." })),
  window: windows[0] && window(...windows[0]),
});

it.each([
  ["the genre", view(SourceState.RUNNING, [10, "hiphop"]), { text: "Hip hop", note: "", isOnAir: true }],
  ["a doubt", view(SourceState.RUNNING, [10, "unknown"]), { text: "Unknown", note: "Music, and no genre is certain enough.", isOnAir: true }],
  ["speech", view(SourceState.RUNNING, [10, "none", { activity: Activity.SPEECH }]), { text: "Speech", note: "", isOnAir: true }],
  [
    "digital silence",
    view(SourceState.DIGITAL_SILENCE, [10, "none", { activity: Activity.SILENCE }]),
    { text: "Silence", note: "Samples arrive and all are zero.", isOnAir: true },
  ],
  [
    "that nothing has been decided yet",
    view(SourceState.RUNNING),
    { text: "Listening", note: "The first decision comes with the first 4 seconds of sound.", isOnAir: false },
  ],
  [
    "a fault rather than the last genre",
    view(SourceState.DEVICE_LOST, [10, "jazz"]),
    { text: "Device lost", note: "What the device says.", isOnAir: false },
  ],
  ["the end of a file", view(SourceState.ENDED, [10, "jazz"]), { text: "Ended", note: "What the device says.", isOnAir: false }],
])("says %s", (_, of, expected) => {
  expect(headline(of)).toEqual(expected);
});
