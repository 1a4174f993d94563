import { expect, it } from "vitest";
import type { OverlayOptions } from "./overlayOptions";
import { DEFAULT_OVERLAY, overlaySearch, parseOverlay } from "./overlayOptions";

it.each<[string, Partial<OverlayOptions>]>([
  ["", {}],
  ["?source=studio+a", { sourceId: "studio a" }],
  ["?size=120&align=right&theme=plate", { sizePixels: 120, align: "right", theme: "plate" }],
  ["?show=label,bars", { show: new Set(["label", "bars"] as const) }],
])("'%s' is read, and written again", (search, options) => {
  expect(parseOverlay(search)).toEqual({ ...DEFAULT_OVERLAY, ...options });
  expect(overlaySearch(parseOverlay(search))).toBe(search);
});

it.each([
  ["?size=1e9", 400],
  ["?size=-3", 12],
  ["?size=large", 64],
])("'%s' is a size of %i", (search, size) => {
  expect(parseOverlay(search).sizePixels).toBe(size);
});

it("what it does not know is as by default", () => {
  expect(parseOverlay("?align=up&theme=pink&show=nothing&debug=1")).toEqual(DEFAULT_OVERLAY);
});
