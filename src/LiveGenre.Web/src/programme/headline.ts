import { SourceState } from "../protocol/livegenre/v1/livegenre_pb";
import { decisionName, UNKNOWN } from "../words/labels";
import { isHeard, stateWords } from "../words/states";
import { toSeconds } from "../words/time";
import type { SourceView } from "./sourceView";
import { presentWindow } from "./sourceView";

/** The largest words of a source's card. */
export interface Headline {
  readonly text: string;
  /** One sentence that explains it; empty where it explains itself. */
  readonly note: string;
  /** Whether it says what is on air, rather than why nobody knows. */
  readonly isOnAir: boolean;
}

/** What is on air, in a word or two; the state of the source where nothing is. */
export function headline(view: SourceView): Headline {
  const { source } = view;
  const window = presentWindow(view);
  if (!isHeard(source.state)) {
    const state = stateWords(source.state);
    return { text: state.name, note: source.stateDetail || state.meaning, isOnAir: false };
  }
  if (!window?.decision) {
    const seconds = Math.round(toSeconds(source.windowDuration));
    return { text: "Listening", note: `The first decision comes with the first ${seconds} seconds of sound.`, isOnAir: false };
  }
  const { label } = window.decision;
  return { text: decisionName(label, window.activity), note: noteOn(label, source.state), isOnAir: true };
}

function noteOn(label: string, state: SourceState): string {
  if (state === SourceState.DIGITAL_SILENCE) {
    return "Samples arrive and all are zero.";
  }
  return label === UNKNOWN ? "Music, and no genre is certain enough." : "";
}
