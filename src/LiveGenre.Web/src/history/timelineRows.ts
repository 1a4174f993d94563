import type { Shares, TimelineBucket } from "../protocol/livegenre/v1/history_pb";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { activityName, decisionName, genreName, NONE, UNKNOWN } from "../words/labels";
import { toMillis, toSeconds } from "../words/time";
import type { Span } from "./span";
import { placeIn } from "./span";

/** What was on air in a stretch: each label, with `none` told apart by activity. */
export interface ShareRow {
  readonly key: string;
  readonly name: string;
  /** Seconds. */
  readonly seconds: number;
  /** 0 to 1 of what was heard. */
  readonly share: number;
  /** Whether it stands for no genre. */
  readonly isApart: boolean;
}

/** A row of the timeline's picture. */
export interface TimelineRow extends ShareRow {
  /** An SVG path in a box that is 1 wide and 1 high: bars as high as the share of their bucket. */
  readonly path: string;
}

/** A whole timeline. */
export interface Timeline {
  readonly rows: readonly TimelineRow[];
  /** Where nothing was heard, as a path like that of a row. */
  readonly missing: string;
  readonly heardSeconds: number;
  readonly missingSeconds: number;
}

const APART = [Activity.SPEECH, Activity.NOISE, Activity.SILENCE] as const;

/** Rows that are always there and stay in place: the model's labels in its order, then what is no genre. */
function rowNames(labels: readonly string[]): readonly Pick<ShareRow, "key" | "name" | "isApart">[] {
  return [
    ...labels.map((label) => ({ key: label, name: genreName(label), isApart: false })),
    { key: UNKNOWN, name: decisionName(UNKNOWN, Activity.MUSIC), isApart: true },
    ...APART.map((activity) => ({ key: `${activity}`, name: activityName(activity), isApart: true })),
  ];
}

/** Seconds of each row's key. A `none` is by its activities: no genre is decided while there are such. */
function secondsByKey({ labels, activities }: Shares): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { label, duration } of labels) {
    if (label !== NONE) {
      found.set(label, toSeconds(duration));
    }
  }
  for (const { activity, duration } of activities) {
    if ((APART as readonly Activity[]).includes(activity)) {
      found.set(`${activity}`, toSeconds(duration));
    }
  }
  return found;
}

/** What was on air in a stretch, in rows; labels that the present model does not know come after its own. */
export function shareRows(shares: Shares, modelLabels: readonly string[]): readonly ShareRow[] {
  const seconds = secondsByKey(shares);
  const heard = toSeconds(shares.heardDuration);
  return rowNames(withUnknownLabels(modelLabels, [shares])).map((row) => ({
    ...row,
    seconds: seconds.get(row.key) ?? 0,
    share: heard > 0 ? (seconds.get(row.key) ?? 0) / heard : 0,
  }));
}

/** The picture of a stretch in buckets. */
export function timelineOf(buckets: readonly TimelineBucket[], modelLabels: readonly string[], span: Span): Timeline {
  const held = buckets.flatMap(({ startTime, endTime, shares }) => {
    if (!startTime || !endTime || !shares) {
      return [];
    }
    const [startMs, endMs] = [toMillis(startTime), toMillis(endTime)];
    return [{ from: placeIn(span, startMs), to: placeIn(span, endMs), length: (endMs - startMs) / 1000, shares, seconds: secondsByKey(shares) }];
  });
  const total = (of: (shares: Shares) => number) => held.reduce((sum, { shares }) => sum + of(shares), 0);
  const heardSeconds = total((shares) => toSeconds(shares.heardDuration));
  const rows = rowNames(withUnknownLabels(modelLabels, held.map(({ shares }) => shares))).map((row) => {
    let [seconds, path] = [0, ""];
    for (const bucket of held) {
      const inBucket = bucket.seconds.get(row.key) ?? 0;
      seconds += inBucket;
      path += bar(bucket.from, bucket.to, inBucket / bucket.length);
    }
    return { ...row, seconds, share: heardSeconds > 0 ? seconds / heardSeconds : 0, path };
  });
  return {
    rows,
    missing: missingPath(held.map(({ from, to, length, shares }) => ({ from, to, share: Math.min(1, toSeconds(shares.missingDuration) / length) }))),
    heardSeconds,
    missingSeconds: total((shares) => toSeconds(shares.missingDuration)),
  };
}

function withUnknownLabels(modelLabels: readonly string[], all: readonly Shares[]): readonly string[] {
  const others = new Set(all.flatMap(({ labels }) => labels.map(({ label }) => label)));
  [...modelLabels, UNKNOWN, NONE].forEach((label) => others.delete(label));
  return [...modelLabels, ...[...others].sort()];
}

/**
 * Bars as wide as what is missing of their bucket, over all rows. Where in the bucket that was is not known: it lies at the
 * neighbour of which more is missing, so that a hole has one edge at either end.
 */
function missingPath(buckets: readonly { readonly from: number; readonly to: number; readonly share: number }[]): string {
  return buckets
    .map(({ from, to, share }, i) => {
      const [before, after] = [buckets[i - 1]?.share ?? 0, buckets[i + 1]?.share ?? 0];
      const width = (to - from) * share;
      return share < 0.005 ? "" : before >= after ? bar(from, from + width, 1) : bar(to - width, to, 1);
    })
    .join("");
}

/** A bar on the floor of the box; one of nothing is left out. */
function bar(from: number, to: number, height: number): string {
  const shown = Math.min(1, height);
  return shown < 0.005 ? "" : `M${short(from)} 1V${short(1 - shown)}H${short(to)}V1Z`;
}

function short(value: number): string {
  return `${Math.round(value * 1e5) / 1e5}`;
}
