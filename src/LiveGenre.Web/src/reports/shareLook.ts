import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { UNKNOWN } from "../words/labels";

/** How a share is painted. Genres have a hue, those that the present model does not know stripes as well; what is no genre is grey. */
export interface ShareLook {
  readonly pattern: "genre" | "former" | "unknown" | "speech" | "noise" | "silence";
  /** Degrees; of no meaning where there is no hue. */
  readonly hue: number;
}

/** Hue of the first genre, the page's own. */
const FIRST_HUE = 172;
/** Neighbours far apart, however many there are. */
const GOLDEN_ANGLE = 137.5;

const APART: Readonly<Record<string, ShareLook["pattern"]>> = {
  [UNKNOWN]: "unknown",
  [Activity.SPEECH]: "speech",
  [Activity.NOISE]: "noise",
  [Activity.SILENCE]: "silence",
};

/** The look of each row by its key, in the model's order, so that a label keeps its colour whatever was on air. */
export function shareLooks(keys: readonly string[], modelLabels: readonly string[]): ReadonlyMap<string, ShareLook> {
  const former = keys.filter((key) => !modelLabels.includes(key) && !(key in APART));
  return new Map(
    keys.map((key) => {
      const [own, other] = [modelLabels.indexOf(key), former.indexOf(key)];
      return [
        key,
        own >= 0
          ? { pattern: "genre", hue: Math.round((own * 360) / modelLabels.length + FIRST_HUE) % 360 }
          : other >= 0
            ? { pattern: "former", hue: Math.round(other * GOLDEN_ANGLE + FIRST_HUE) % 360 }
            : { pattern: APART[key]!, hue: 0 },
      ];
    }),
  );
}
