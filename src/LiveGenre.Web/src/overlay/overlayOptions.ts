/** What an overlay can show. */
export const OVERLAY_PARTS = ["label", "confidence", "bars", "source"] as const;
export type OverlayPart = (typeof OVERLAY_PARTS)[number];

export const OVERLAY_ALIGNS = ["left", "center", "right"] as const;
export type OverlayAlign = (typeof OVERLAY_ALIGNS)[number];

export const OVERLAY_THEMES = ["light", "dark", "plate"] as const;
export type OverlayTheme = (typeof OVERLAY_THEMES)[number];

/** How an overlay looks, as its address says it. */
export interface OverlayOptions {
  /** Empty is the first that is heard. */
  readonly sourceId: string;
  /** Height of the label's letters, CSS pixels. */
  readonly sizePixels: number;
  readonly align: OverlayAlign;
  /** `light` is light letters for a dark picture, `dark` the reverse, `plate` stands on a plate of its own. */
  readonly theme: OverlayTheme;
  readonly show: ReadonlySet<OverlayPart>;
}

const [SMALLEST, LARGEST] = [12, 400];

export const DEFAULT_OVERLAY: OverlayOptions = {
  sourceId: "",
  sizePixels: 64,
  align: "left",
  theme: "light",
  show: new Set<OverlayPart>(["label", "confidence"]),
};

/** The options of `?source=main&size=64&align=left&theme=light&show=label,confidence`; what it does not know is as by default. */
export function parseOverlay(search: string): OverlayOptions {
  const query = new URLSearchParams(search);
  const size = Number.parseFloat(query.get("size") ?? "");
  const shown = (query.get("show") ?? "").split(",").map((word) => word.trim());
  const show = OVERLAY_PARTS.filter((part) => shown.includes(part));
  return {
    sourceId: query.get("source") ?? "",
    sizePixels: Number.isFinite(size) ? Math.min(LARGEST, Math.max(SMALLEST, size)) : DEFAULT_OVERLAY.sizePixels,
    align: oneOf(OVERLAY_ALIGNS, query.get("align")) ?? DEFAULT_OVERLAY.align,
    theme: oneOf(OVERLAY_THEMES, query.get("theme")) ?? DEFAULT_OVERLAY.theme,
    show: show.length > 0 ? new Set(show) : DEFAULT_OVERLAY.show,
  };
}

/** The address after `/overlay` that says these options; what is as by default is left out. */
export function overlaySearch(options: OverlayOptions): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => value !== usual && query.set(name, value);
  const shown = ({ show }: OverlayOptions) => OVERLAY_PARTS.filter((part) => show.has(part)).join(",");
  put("source", options.sourceId, DEFAULT_OVERLAY.sourceId);
  put("size", `${options.sizePixels}`, `${DEFAULT_OVERLAY.sizePixels}`);
  put("align", options.align, DEFAULT_OVERLAY.align);
  put("theme", options.theme, DEFAULT_OVERLAY.theme);
  put("show", shown(options), shown(DEFAULT_OVERLAY));
  const search = query.toString().replaceAll("%2C", ",");
  return search && `?${search}`;
}

function oneOf<T extends string>(known: readonly T[], word: string | null): T | undefined {
  return known.find((one) => one === word);
}
