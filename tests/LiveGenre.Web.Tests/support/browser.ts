import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

/** Debian's Chromium, or the one that `CHROMIUM` names; undefined where there is none. */
export const chromiumPath = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

/** Where screenshots are put; undefined where nobody wants them. */
const screenshots = process.env["LIVEGENRE_SCREENSHOTS"];

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
export type Size = keyof typeof SIZES;
export type Theme = "light" | "dark";

/** A tab, and whatever it complained of. */
export interface Tab {
  readonly page: Page;
  /** Errors of scripts, of the console and of the Content-Security-Policy. */
  readonly complaints: string[];
}

/** A browser for the tests of the suite that calls this; opens addresses in tabs of their own. */
export function useBrowser(): (url: string, size?: Size | { width: number; height: number }, theme?: Theme) => Promise<Tab> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  return (url, size, theme) => open(browser!, url, size, theme);
}

/** Closes a tab that nothing may have complained of. */
export async function close({ page, complaints }: Tab): Promise<void> {
  await page.context().close();
  expect(complaints).toEqual([]);
}

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox", "--disable-dev-shm-usage"], timeout: 90_000 });
}

/** Opens an address in a tab of its own, without what other tabs have stored. */
async function open(browser: Browser, url: string, size: Size | { width: number; height: number } = "desktop", theme: Theme = "light"): Promise<Tab> {
  const viewport = typeof size === "string" ? SIZES[size] : size;
  const context = await browser.newContext({ viewport, colorScheme: theme, locale: "en-GB", timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => {
    // A network that is gone is said by the browser itself; the page has to show it, and other tests look. Reading the
    // canvas is what these tests do, not the page.
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource|net::ERR_|willReadFrequently/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto(url);
  return { page, complaints };
}

/** What axe finds wrong, a line a rule with the elements that break it. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which no Content-Security-Policy stops.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe;
    interface Violation {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
    }
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary})`).join("; ")}`);
  });
}

/** Keeps a picture of the page where somebody asked for pictures. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (screenshots) {
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`), timeout: 60_000 });
  }
}

/** How far the page can be scrolled sideways, pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** A text of the first canvas's pixels: how many colours it holds, and a number that changes when they do. */
export function canvasState(page: Page): Promise<{ readonly colours: number; readonly hash: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector("canvas")!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    const colours = new Set<number>();
    let hash = 0;
    for (let i = 0; i < pixels.length; i += 7) {
      colours.add(pixels[i]!);
      hash = (hash * 31 + pixels[i]!) | 0;
    }
    return { colours: colours.size, hash };
  });
}
