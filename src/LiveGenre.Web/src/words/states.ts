import { SourceState } from "../protocol/livegenre/v1/livegenre_pb";

/** How much a state of a source should worry people. */
export type Concern = "fine" | "caution" | "waiting" | "fault" | "over";

interface StateWords {
  readonly name: string;
  readonly meaning: string;
  readonly concern: Concern;
}

const STATES: Readonly<Record<SourceState, StateWords>> = {
  [SourceState.UNSPECIFIED]: { name: "Not known", meaning: "The daemon has not said how this source does.", concern: "waiting" },
  [SourceState.STARTING]: { name: "Starting", meaning: "Connecting to the source.", concern: "waiting" },
  [SourceState.RUNNING]: { name: "Running", meaning: "Sound arrives.", concern: "fine" },
  [SourceState.DIGITAL_SILENCE]: { name: "Digital silence", meaning: "Samples arrive and all are zero.", concern: "caution" },
  [SourceState.NO_DATA]: { name: "No data", meaning: "Connected, and nothing arrives.", concern: "fault" },
  [SourceState.DEVICE_LOST]: { name: "Device lost", meaning: "The device or stream went away.", concern: "fault" },
  [SourceState.RETRYING]: { name: "Retrying", meaning: "Connecting again.", concern: "fault" },
  [SourceState.FAILED]: { name: "Failed", meaning: "The daemon has given this source up.", concern: "fault" },
  [SourceState.ENDED]: { name: "Ended", meaning: "The file has come to its end.", concern: "over" },
};

/** Whether samples arrive, so that there is something to decide about. */
export function isHeard(state: SourceState): boolean {
  const { concern } = stateWords(state);
  return concern === "fine" || concern === "caution";
}

/** A state for people. A state that this page is too old to know reads as not known. */
export function stateWords(state: SourceState): StateWords {
  return STATES[state] ?? STATES[SourceState.UNSPECIFIED];
}
