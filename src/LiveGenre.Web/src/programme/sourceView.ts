import type { GenreWindow, HopChange, Segment, Source, WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { NONE } from "../words/labels";
import { isHeard } from "../words/states";
import { toMillis, toSeconds } from "../words/time";
import type { Block, Hole } from "./blocks";
import { isSameDecision, mergeBlocks, toBlock } from "./blocks";

/** How much of the past a view keeps. */
export const HISTORY_MS = 15 * 60 * 1000;

/** How long a clipped window is shown after it. */
export const CLIP_HOLD_MS = 10_000;

/** Everything that the page knows about one source. Never changed in place. */
export interface SourceView {
  readonly source: Source;
  /** The newest window; undefined until there is one. */
  readonly window: GenreWindow | undefined;
  /** Closed decisions of the last `HISTORY_MS`, oldest first. */
  readonly blocks: readonly Block[];
  /** The decision that still runs, up to the newest window. */
  readonly open: Block | undefined;
  readonly holes: readonly Hole[];
  /** The newest window with clipped samples. */
  readonly clipped: { readonly endMs: number; readonly sampleCount: number } | undefined;
}

/** What is known of a source that has only been listed. */
export function listed(source: Source): SourceView {
  return { source, window: undefined, blocks: [], open: undefined, holes: [], clipped: undefined };
}

/** The newest window where it is of now: not from before the source failed or ended. */
export function presentWindow({ source, window }: SourceView): GenreWindow | undefined {
  return isHeard(source.state) ? window : undefined;
}

/**
 * Since when what is on air has been on air, milliseconds since 1970. Speech after silence is news though the decision is
 * `none` for both.
 */
export function onAirSinceMs(view: SourceView): number | undefined {
  const decision = presentWindow(view)?.decision;
  return decision?.label === NONE && view.open ? view.open.startMs : toMillis(decision?.sinceTime);
}

/** The view after the source has been listed again. Where a stream is live, it knows the state and the pace better than the list. */
export function afterListing(view: SourceView, source: Source, isStreamLive: boolean): SourceView {
  const { state, stateDetail, stateSinceTime, currentHopDuration, hopChangeTime } = view.source;
  const pace = currentHopDuration && hopChangeTime && { currentHopDuration, hopChangeTime };
  const known = { state, stateDetail, ...(stateSinceTime && { stateSinceTime }), ...pace };
  return { ...view, source: isStreamLive ? { ...source, ...known } : source };
}

/**
 * The view after a response of WatchGenre. After resuming, the snapshot comes first and the missed events follow it, up
 * to the state that the snapshot told: older windows leave its newer one standing, segments find their place by time.
 */
export function afterResponse(view: SourceView, response: WatchGenreResponse): SourceView {
  const { event } = response;
  switch (event.case) {
    case "snapshot":
      return event.value.source
        ? afterSnapshot(view, { ...event.value, source: event.value.source })
        : view;
    case "window":
      return afterWindow(view, event.value);
    case "segment":
      return afterSegment(view, toBlock(event.value));
    case "sourceState": {
      const { state, detail, changeTime } = event.value;
      const since = changeTime && { stateSinceTime: changeTime };
      return { ...view, source: { ...view.source, state, stateDetail: detail, ...since } };
    }
    case "gap": {
      const [startMs, endMs] = [toMillis(event.value.startTime), toMillis(event.value.endTime)];
      return startMs === undefined || endMs === undefined
        ? view
        : { ...view, holes: mergeHoles(view.holes, { startMs, endMs }) };
    }
    case "hopChange":
      return { ...view, source: afterHopChange(view.source, event.value) };
    default:
      // Heartbeats and resets say something about the connection, nothing about the source.
      return view;
  }
}

/** What GetSource and the first response of WatchGenre tell. */
export interface Present {
  readonly source: Source;
  readonly window?: GenreWindow | undefined;
  readonly openSegment?: Segment | undefined;
}

/** The view after the source's present state has been read as a whole. */
export function afterSnapshot(view: SourceView, { source, window, openSegment }: Present): SourceView {
  return { ...view, source, window, open: openSegment && toBlock(openSegment), clipped: clippedIn(window) ?? view.clipped };
}

/** The view with closed segments that were read from the daemon's history. */
export function afterHistory(view: SourceView, blocks: readonly Block[]): SourceView {
  return { ...view, blocks: mergeBlocks(view.blocks, blocks, newestMs(view, blocks) - HISTORY_MS) };
}

function afterWindow(view: SourceView, window: GenreWindow): SourceView {
  // Compared by position in the stream: the daemon's clock may be set back.
  const isOlder = view.window && toSeconds(window.endOffset) <= toSeconds(view.window.endOffset);
  if (isOlder || !window.windowStartTime || !window.windowEndTime || !window.decision) {
    return view;
  }
  const { label, confidence } = window.decision;
  const { activity } = window;
  const running = view.open && isSameDecision(view.open, { label, activity }) ? view.open : undefined;
  const startMs = running?.startMs ?? toMillis(window.windowStartTime);
  return {
    ...view,
    window,
    open: { startMs, endMs: toMillis(window.windowEndTime), label, activity, confidence },
    clipped: clippedIn(window) ?? view.clipped,
  };
}

/** After resuming, changes from before the snapshot come again. */
function afterHopChange(source: Source, { hopDuration, changeTime }: HopChange): Source {
  const isOlder = (toMillis(changeTime) ?? 0) < (toMillis(source.hopChangeTime) ?? 0);
  return isOlder || !hopDuration || !changeTime ? source : { ...source, currentHopDuration: hopDuration, hopChangeTime: changeTime };
}

function clippedIn(window: GenreWindow | undefined): SourceView["clipped"] {
  const sampleCount = window?.level?.clippedSampleCount ?? 0;
  return window?.windowEndTime && sampleCount > 0 ? { endMs: toMillis(window.windowEndTime), sampleCount } : undefined;
}

function afterSegment(view: SourceView, block: Block | undefined): SourceView {
  if (!block) {
    return view;
  }
  const blocks = mergeBlocks(view.blocks, [block], newestMs(view, [block]) - HISTORY_MS);
  const wasOpen = view.open !== undefined && view.open.startMs < block.endMs;
  return { ...view, blocks, open: wasOpen ? undefined : view.open };
}

function mergeHoles(holes: readonly Hole[], added: Hole): readonly Hole[] {
  return [...holes.filter((hole) => hole.startMs !== added.startMs && hole.endMs > added.endMs - HISTORY_MS), added];
}

/** The newest time that is known of, on the daemon's clock. */
function newestMs(view: SourceView, blocks: readonly Block[]): number {
  return Math.max(toMillis(view.window?.windowEndTime) ?? 0, ...blocks.map((block) => block.endMs));
}
