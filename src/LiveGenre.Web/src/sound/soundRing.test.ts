import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import type { SoundColumns } from "../protocol/livegenre/v1/livegenre_pb";
import { SoundColumnsSchema } from "../protocol/livegenre/v1/livegenre_pb";
import { SoundRing } from "./soundRing";

const BANDS = 2;
const COLUMN_MS = 50;
const ORIGIN_MS = Date.UTC(2026, 10, 24);

/** Columns whose bands hold the column's number and its double. */
function columns(start: number, count: number, originMs = ORIGIN_MS): SoundColumns {
  const mel = Uint8Array.from({ length: count * BANDS }, (_, i) => (start + Math.floor(i / BANDS)) * (1 + (i % BANDS)));
  const waveform = Uint8Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? -5 : 7));
  return create(SoundColumnsSchema, {
    startTime: timestampFromMs(originMs + start * COLUMN_MS),
    startOffset: durationFromMs(start * COLUMN_MS),
    columnCount: count,
    mel,
    waveform,
  });
}

const newRing = () => new SoundRing(BANDS, COLUMN_MS / 1000, 8);

/** The columns that the ring holds, by what was written into their first band. */
function heldIn(ring: SoundRing): number[] {
  const found: number[] = [];
  for (let column = ring.begin; column < ring.end; column++) {
    const place = ring.placeOf(column);
    if (ring.held[place]) {
      expect(ring.mel[place * BANDS]).toBe(column);
      expect(ring.mel[place * BANDS + 1]).toBe(column * 2);
      found.push(column);
    }
  }
  return found;
}

describe("SoundRing", () => {
  it("keeps the newest columns, whatever the pieces", () => {
    const ring = newRing();
    [columns(20, 3), columns(23, 5), columns(28, 2)].forEach((piece) => ring.add(piece));
    expect(heldIn(ring)).toEqual([22, 23, 24, 25, 26, 27, 28, 29]);
    expect([ring.waveform[0], ring.waveform[1]]).toEqual([-5, 7]);
  });

  it("takes a piece longer than itself", () => {
    const ring = newRing();
    ring.add(columns(4, 12));
    expect(heldIn(ring)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it("leaves a gap where columns never came", () => {
    const ring = newRing();
    ring.add(columns(10, 3));
    expect(ring.add(columns(15, 1))).toBe(13);
    expect(heldIn(ring)).toEqual([10, 11, 12, 15]);
  });

  it("forgets what is beyond a long gap", () => {
    const ring = newRing();
    ring.add(columns(10, 3));
    ring.add(columns(100, 2));
    expect(heldIn(ring)).toEqual([100, 101]);
  });

  it("starts afresh when the stream's positions do", () => {
    const ring = newRing();
    ring.add(columns(50, 8));
    ring.add(columns(2, 2));
    expect([ring.begin, ring.end]).toEqual([2, 4]);
    expect(heldIn(ring)).toEqual([2, 3]);
  });

  it("starts afresh when a stream that was short begins anew, as its times say", () => {
    const ring = newRing();
    ring.add(columns(1, 6));
    expect(ring.add(columns(2, 2, ORIGIN_MS + 20_000))).toBe(2);
    expect([ring.begin, ring.end]).toEqual([2, 4]);
    expect(heldIn(ring)).toEqual([2, 3]);
  });

  it("draws on when the stream comes back with columns that it has sent before", () => {
    const ring = newRing();
    ring.add(columns(1, 6));
    ring.add(columns(4, 4, ORIGIN_MS + 3));
    expect(heldIn(ring)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("knows the time of a column and back", () => {
    const ring = newRing();
    ring.add(columns(20, 3));
    expect(ring.timeOf(22)).toBe(ORIGIN_MS + 22 * COLUMN_MS);
    expect(ring.columnAt(ORIGIN_MS + 22.5 * COLUMN_MS)).toBe(22.5);
  });

  it("survives a message without columns", () => {
    const ring = newRing();
    expect(ring.add(create(SoundColumnsSchema, { columnCount: 3 }))).toBe(0);
    expect(ring.end).toBe(0);
  });
});
