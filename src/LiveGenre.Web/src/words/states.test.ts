import { expect, it } from "vitest";
import { SourceState } from "../protocol/livegenre/v1/livegenre_pb";
import { isHeard, stateWords } from "./states";

it.each([
  [SourceState.RUNNING, "fine", true],
  [SourceState.DIGITAL_SILENCE, "caution", true],
  [SourceState.STARTING, "waiting", false],
  [SourceState.NO_DATA, "fault", false],
  [SourceState.ENDED, "over", false],
])("state %i is %s", (state, concern, heard) => {
  expect([stateWords(state).concern, isHeard(state)]).toEqual([concern, heard]);
});
