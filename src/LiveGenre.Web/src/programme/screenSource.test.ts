import { expect, it } from "vitest";
import type { GenreClient } from "../connection/client";
import { SourceState } from "../protocol/livegenre/v1/livegenre_pb";
import { source } from "./examples";
import { LiveSource } from "./liveSource.svelte";
import { ScreenSource } from "./screenSource";

/** Sources that are listed, and neither streamed nor asked. */
const listed = (states: Record<string, SourceState>) =>
  Object.entries(states).map(([sourceId, state]) => new LiveSource(source({ sourceId, state }), {} as GenreClient, { clock: () => {}, streamLost: () => {} }));

it("takes the first that is heard, and stays with it", () => {
  const screen = new ScreenSource();
  const [aDead, bHeard, cHeard] = [SourceState.RETRYING, SourceState.DIGITAL_SILENCE, SourceState.RUNNING];
  expect(screen.choose(listed({ a: aDead, b: bHeard, c: cHeard }))?.id).toBe("b");
  expect(screen.choose(listed({ a: SourceState.RUNNING, b: SourceState.DEVICE_LOST, c: cHeard }))?.id).toBe("b");
  expect(screen.choose(listed({ a: aDead, c: cHeard }))?.id).toBe("c");
});

it("shows the first until one is heard", () => {
  const screen = new ScreenSource();
  expect(screen.choose([])).toBeUndefined();
  expect(screen.choose(listed({ a: SourceState.STARTING, b: SourceState.STARTING }))?.id).toBe("a");
  expect(screen.choose(listed({ a: SourceState.RETRYING, b: SourceState.RUNNING }))?.id).toBe("b");
});
