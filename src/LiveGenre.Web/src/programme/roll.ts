import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { activityName, decisionName, genreName, NONE, UNKNOWN } from "../words/labels";
import type { Block, Hole } from "./blocks";
import type { SourceView } from "./sourceView";
import { HISTORY_MS, presentWindow } from "./sourceView";

/** One line of the roll: something that can be on air. */
export interface RollRow {
  readonly key: string;
  readonly name: string;
  /** 0 to 1; undefined where the model gives none now. */
  readonly score: number | undefined;
  readonly isCurrent: boolean;
  /** Whether it stands for no genre. */
  readonly isApart: boolean;
}

/** A stretch of the roll: 0 is the oldest time that it shows, 1 is now. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A block on the roll. */
export interface RollMark extends Place {
  readonly row: number;
  /** It is what is on air now. */
  readonly isCurrent: boolean;
  /** Somebody speaks over it. */
  readonly isTalkedOver: boolean;
}

/** A time on the roll's axis. */
export interface RollTick {
  readonly ms: number;
  readonly at: number;
}

/** How much of the past a roll shows. */
export interface RollSpan {
  readonly lengthMs: number;
  readonly tickMs: number;
}

const MINUTE_MS = 60_000;

/** A roll begins short, so that a source that has just started does not fill its last tenth only. */
const SPANS: readonly [RollSpan, ...RollSpan[]] = [
  { lengthMs: HISTORY_MS, tickMs: 5 * MINUTE_MS },
  { lengthMs: 6 * MINUTE_MS, tickMs: 2 * MINUTE_MS },
  { lengthMs: 3 * MINUTE_MS, tickMs: MINUTE_MS },
];
const APART = [Activity.SPEECH, Activity.NOISE, Activity.SILENCE] as const;

/** Every genre of the model in its order, then what is no genre. The rows stay where they are whatever is on air. */
export function rollRows(view: SourceView): readonly RollRow[] {
  const window = presentWindow(view);
  const current = window && view.open && rowKey(view.open);
  const row = (key: string, name: string, score: number | undefined, isApart: boolean) =>
    ({ key, name, score, isApart, isCurrent: key === current });
  const activityScore = (activity: Activity) => {
    // Activity.MUSIC is the first of Source.activity_labels; silence is no score of the model.
    return activity === Activity.SILENCE ? undefined : window?.activityScores[activity - Activity.MUSIC];
  };
  return [
    ...view.source.labels.map((label, i) => row(label, genreName(label), window?.smoothedScores[i], false)),
    row(UNKNOWN, decisionName(UNKNOWN, Activity.MUSIC), undefined, true),
    ...APART.map((activity) => row(activityKey(activity), activityName(activity), activityScore(activity), true)),
  ];
}

/** The shortest span that shows all that is known. */
export function rollSpan({ blocks, open }: SourceView, nowMs: number): RollSpan {
  const oldestMs = Math.min(blocks[0]?.startMs ?? nowMs, open?.startMs ?? nowMs);
  return SPANS.findLast((span) => oldestMs > nowMs - span.lengthMs) ?? SPANS[0];
}

/** What was decided in the span before `nowMs`. */
export function rollMarks(view: SourceView, rows: readonly RollRow[], nowMs: number, span: RollSpan): readonly RollMark[] {
  const rowOf = new Map(rows.map((row, i) => [row.key, i]));
  const isPresent = presentWindow(view) !== undefined;
  const mark = (block: Block, isCurrent: boolean): RollMark | undefined => {
    const row = rowOf.get(rowKey(block));
    const place = placeOf(block, nowMs, span);
    return row === undefined || !place
      ? undefined
      : { row, ...place, isCurrent, isTalkedOver: block.activity === Activity.SPEECH_OVER_MUSIC };
  };
  return [...view.blocks.map((block) => mark(block, false)), view.open && mark(view.open, isPresent)].filter((m) => m !== undefined);
}

/** The holes of the span before `nowMs`. */
export function rollHoles(view: SourceView, nowMs: number, span: RollSpan): readonly Place[] {
  return view.holes.map((hole) => placeOf(hole, nowMs, span)).filter((place) => place !== undefined);
}

/** Round times of the clock in the span before `nowMs`. */
export function rollTicks(nowMs: number, span: RollSpan): readonly RollTick[] {
  const ticks: RollTick[] = [];
  for (let ms = Math.floor(nowMs / span.tickMs) * span.tickMs; ms > nowMs - span.lengthMs; ms -= span.tickMs) {
    ticks.unshift({ ms, at: position(ms, nowMs, span) });
  }
  return ticks;
}

function rowKey({ label, activity }: Pick<Block, "label" | "activity">): string {
  return label === NONE ? activityKey(activity) : label;
}

function activityKey(activity: Activity): string {
  return `activity ${activity}`;
}

function placeOf({ startMs, endMs }: Hole, nowMs: number, span: RollSpan): Place | undefined {
  const [from, to] = [Math.max(0, position(startMs, nowMs, span)), Math.min(1, position(endMs, nowMs, span))];
  return from < to ? { from, to } : undefined;
}

function position(ms: number, nowMs: number, span: RollSpan): number {
  return 1 - (nowMs - ms) / span.lengthMs;
}
