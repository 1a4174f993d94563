import type { Palette } from "./soundPainter";

/** The page's colours as the browser resolves them for an element whose style names them (see `.palette` in page.css). */
export function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  return {
    // The ground decides, not the reader's wish: a page may have been told which to use.
    scheme: isDark(style) ? "dark" : "light",
    ink: style.color,
    inkSoft: style.borderTopColor,
    rule: style.borderRightColor,
    accent: style.borderBottomColor,
    sheet: style.borderLeftColor,
    font: `600 ${13 * devicePixelRatio}px ${style.fontFamily}`,
  };
}

function isDark(style: CSSStyleDeclaration): boolean {
  return style.colorScheme === "dark" || (style.colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}
