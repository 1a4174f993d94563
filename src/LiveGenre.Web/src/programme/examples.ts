import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { GenreWindow, Segment, Source, WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import {
  Activity,
  GenreWindowSchema,
  LevelSchema,
  SegmentSchema,
  SourceSchema,
  SourceState,
  WatchGenreResponseSchema,
} from "../protocol/livegenre/v1/livegenre_pb";

/** Messages for tests. Times are seconds since `START_MS`, which is 100 s into the stream. */
export const START_MS = Date.UTC(2026, 10, 24, 14, 0, 0);

export function at(seconds: number): number {
  return START_MS + seconds * 1000;
}

export function source(init: MessageInitShape<typeof SourceSchema> = {}): Source {
  return create(SourceSchema, {
    sourceId: "main",
    displayName: "Main programme",
    state: SourceState.RUNNING,
    stateSinceTime: timestampFromMs(at(0)),
    labels: ["blues", "jazz"],
    activityLabels: ["music", "speech", "speech-over-music", "noise"],
    windowDuration: durationFromMs(3994),
    ...init,
  });
}

interface WindowExtras {
  readonly activity?: Activity;
  readonly level?: MessageInitShape<typeof LevelSchema>;
}

export function window(
  endSeconds: number,
  label: string,
  { activity = Activity.MUSIC, level = { rmsDbfs: -18, peakDbfs: -3 } }: WindowExtras = {},
): GenreWindow {
  return create(GenreWindowSchema, {
    sourceId: "main",
    windowStartTime: timestampFromMs(at(endSeconds - 4)),
    windowEndTime: timestampFromMs(at(endSeconds)),
    startOffset: durationFromMs((endSeconds + 100 - 4) * 1000),
    endOffset: durationFromMs((endSeconds + 100) * 1000),
    smoothedScores: [0.25, 0.75],
    activityScores: [0.9, 0.04, 0.05, 0.01],
    decision: { label, confidence: 0.75, sinceTime: timestampFromMs(at(endSeconds - 4)) },
    activity,
    level,
  });
}

export function segment(startSeconds: number, endSeconds: number, label: string, activity = Activity.MUSIC): Segment {
  return create(SegmentSchema, {
    sourceId: "main",
    startTime: timestampFromMs(at(startSeconds)),
    endTime: timestampFromMs(at(endSeconds)),
    label,
    meanConfidence: 0.5,
    activity,
  });
}

export function response(event: MessageInitShape<typeof WatchGenreResponseSchema>["event"]): WatchGenreResponse {
  return create(WatchGenreResponseSchema, { event: event! });
}
