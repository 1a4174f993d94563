import type { Segment } from "../protocol/livegenre/v1/livegenre_pb";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { toMillis } from "../words/time";

/** A stretch of one decision, as it is drawn. Times are milliseconds since 1970 on the daemon's clock. */
export interface Block {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
  readonly activity: Activity;
  /** Mean over the block, 0 to 1. */
  readonly confidence: number;
}

/** A stretch whose audio never reached the model. */
export interface Hole {
  readonly startMs: number;
  readonly endMs: number;
}

/** A segment of the protocol as a block; undefined where it lacks its times. */
export function toBlock(segment: Segment): Block | undefined {
  return (
    segment.startTime &&
    segment.endTime && {
      startMs: toMillis(segment.startTime),
      endMs: toMillis(segment.endTime),
      label: segment.label,
      activity: segment.activity,
      confidence: segment.meanConfidence,
    }
  );
}

/** Both lists as one, oldest first, without what ended before `sinceMs`. Where two start together, the one of `added` stays. */
export function mergeBlocks(blocks: readonly Block[], added: readonly Block[], sinceMs: number): readonly Block[] {
  const byStart = new Map([...blocks, ...added].map((block) => [block.startMs, block]));
  return [...byStart.values()].filter((block) => block.endMs > sinceMs).sort((a, b) => a.startMs - b.startMs);
}

/** Whether two blocks would be drawn as the same decision. */
export function isSameDecision(a: Pick<Block, "label" | "activity">, b: Pick<Block, "label" | "activity">): boolean {
  return a.label === b.label && a.activity === b.activity;
}
