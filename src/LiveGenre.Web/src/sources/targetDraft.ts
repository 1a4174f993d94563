import type { SourceTarget } from "../protocol/livegenre/v1/admin_pb";
import { TargetActivity } from "../protocol/livegenre/v1/admin_pb";

/** What a target can be about besides genres, by the word that a form has for it. */
export const ACTIVITIES = {
  talk: TargetActivity.TALK,
  music: TargetActivity.MUSIC,
  noise: TargetActivity.NOISE,
  silence: TargetActivity.SILENCE,
} as const;

/** A share of the time as a form holds it; shares are percent, as text. */
export interface TargetDraft {
  /** A genre, or `activity:` and one of {@link ACTIVITIES}: a genre may be called like one. */
  readonly subject: string;
  /** About a share, give or take; or between two, of which one may be empty. */
  readonly kind: "about" | "between";
  readonly first: string;
  readonly second: string;
  /** Empty is all of the time. */
  readonly dayPart: string;
}

export const NEW_TARGET: TargetDraft = { subject: "activity:talk", kind: "between", first: "", second: "15", dayPart: "" };

export function targetDraftOf(target: SourceTarget): TargetDraft {
  const activity = Object.entries(ACTIVITIES).find(([, value]) => value === target.activity)?.[0];
  const isAbout = target.share !== undefined;
  return {
    subject: activity ? `activity:${activity}` : target.label,
    kind: isAbout ? "about" : "between",
    first: percent(isAbout ? target.share : target.minimum),
    second: percent(isAbout ? target.tolerance : target.maximum),
    dayPart: target.dayPart,
  };
}

/** What the daemon is asked to save. */
export function targetOf({ subject, kind, first, second, dayPart }: TargetDraft) {
  const activity = Object.entries(ACTIVITIES).find(([word]) => subject === `activity:${word}`)?.[1];
  const [a, b] = [share(first), share(second)];
  return {
    ...(activity === undefined ? { label: subject } : { activity }),
    ...(a === undefined ? {} : { [kind === "about" ? "share" : "minimum"]: a }),
    ...(b === undefined ? {} : { [kind === "about" ? "tolerance" : "maximum"]: b }),
    dayPart,
  };
}

/** To a hundredth of a percent: 0.07 is 7, not 7.000000000000001. */
const percent = (value: number | undefined) => (value === undefined ? "" : `${Math.round(value * 10_000) / 100}`);

const share = (text: string) => (text.trim() === "" ? undefined : Number(text) / 100);
