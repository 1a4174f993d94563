import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityFaults, canvasState, chromiumPath, close, screenshot, sidewaysScroll, SIZES, useBrowser } from "./support/browser";
import { Daemon } from "./support/daemon";

if (!chromiumPath) {
  console.warn("The pages are not tested: there is no Chromium (Debian's package chromium, or CHROMIUM=path).");
}

/** Everything that can be looked at, by its address. */
const PAGES = {
  overview: "/#/",
  live: "/#/source/main",
  history: "/#/source/main/history",
  report: "/#/source/main/report",
  alerts: "/#/alerts",
  sources: "/#/sources",
  screens: "/#/screens",
  dj: "/dj?source=main",
  overlay: "/overlay?source=main&theme=plate&show=label,confidence,bars,source",
} as const;

describe.skipIf(!chromiumPath)("the pages", () => {
  let daemon: Daemon;
  const open = useBrowser();

  beforeAll(async () => {
    daemon = await Daemon.start({
      "Sources:0:Id": "main",
      "Sources:0:Name": "Main programme",
      "Sources:0:Address": "demo",
      "Sources:1:Id": "lost",
      "Sources:1:Name": "Lost station",
      "Sources:1:Address": "http://127.0.0.1:9/none",
    });
  });
  afterAll(() => daemon?.dispose());

  const tab = (page: keyof typeof PAGES, ...how: Parameters<typeof open> extends [unknown, ...infer Rest] ? Rest : never) =>
    open(daemon.url + PAGES[page], ...how);

  it("shows what is on air, with values that move", async () => {
    const shown = await tab("live");
    const { page } = shown;
    await page.getByText("Confidence").waitFor();
    const figures = () => page.locator("table[aria-label^=Scores]").innerText();
    const before = await figures();
    await expect.poll(figures, { timeout: 60_000 }).not.toBe(before);
    await expect.poll(() => page.getByRole("meter", { name: "Level" }).getAttribute("aria-valuetext")).toMatch(/^RMS −\d/);
    await close(shown);
  });

  it("paints the sound, and the picture moves", async () => {
    const shown = await tab("live");
    const { page } = shown;
    await page.locator("canvas").waitFor();
    await expect.poll(async () => (await canvasState(page)).colours, { timeout: 60_000 }).toBeGreaterThan(60);
    const before = await canvasState(page);
    await expect.poll(async () => (await canvasState(page)).hash).not.toBe(before.hash);
    await page.getByRole("button", { name: "Hold" }).click();
    await page.getByText("held").waitFor();
    const held = await canvasState(page);
    await page.waitForTimeout(500); // what is held stays, for as long as one looks
    expect(await canvasState(page)).toEqual(held);
    await close(shown);
  });

  it("lists every source with its state, and leads to each", async () => {
    const shown = await tab("overview");
    const { page } = shown;
    await page.getByRole("link", { name: "Lost station" }).waitFor();
    await page.getByText(/Retrying|No data|Device lost|Starting/).first().waitFor();
    await page.getByRole("link", { name: "Main programme" }).click();
    await page.getByRole("heading", { name: "Main programme" }).waitFor();
    expect(new URL(page.url()).hash).toBe("#/source/main");
    // What the configuration names is changed there, and offers nothing that would be refused.
    await page.getByRole("link", { name: "Sources" }).click();
    await expect.poll(() => page.getByText("Set in the configuration").count()).toBe(2);
    expect(await page.getByRole("button", { name: /^(Change|Remove) / }).count()).toBe(0);
    await close(shown);
  });

  it("fills the history", async () => {
    const shown = await tab("history");
    const { page } = shown;
    const rows = page.locator("table[aria-label^=Segments] tbody tr");
    await expect.poll(() => rows.count(), { timeout: 100_000 }).toBeGreaterThan(0);
    if (await daemon.knows("HistoryService/GetTimeline")) {
      const picture = page.getByRole("group", { name: /^Timeline/ });
      await expect.poll(() => picture.locator("path[d^=M]").count(), { timeout: 60_000 }).toBeGreaterThan(0);
      await page.getByRole("button", { name: "15 min" }).click();
      await picture.focus();
      await page.keyboard.press("+");
      await expect.poll(() => new URL(page.url()).hash).toContain("length=600000");
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => new URL(page.url()).hash).toContain("to=");
    }
    await close(shown);
  });

  it("serves the readout, whose theme can be changed", async () => {
    const shown = await tab("dj");
    const { page } = shown;
    await page.getByRole("heading", { name: "Main programme" }).waitFor();
    await page.locator(".figures b").first().waitFor();
    const height = await page.locator(".headline").evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(height).toBeGreaterThan(900 * 0.15); // a sixth of the screen's height
    const ground = () => page.locator(".screen").evaluate((element) => getComputedStyle(element).backgroundColor);
    const dark = await ground();
    await page.keyboard.press("t");
    await expect.poll(ground).not.toBe(dark);
    // Without a source of its own it takes one that is heard, though another comes first.
    await page.goto(`${daemon.url}/dj`);
    await page.getByRole("heading", { name: "Main programme" }).waitFor();
    await page.locator(".figures b").first().waitFor();
    await close(shown);
  });

  it("serves the overlay on no ground of its own, and takes a streaming program's style sheet", async () => {
    const shown = await tab("overlay");
    const { page } = shown;
    await page.locator(".label").waitFor();
    expect(await page.evaluate(() => [document.documentElement, document.body].map((e) => getComputedStyle(e).backgroundColor))).toEqual([
      "rgba(0, 0, 0, 0)",
      "rgba(0, 0, 0, 0)",
    ]);
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.innerHTML = ".label { color: rgb(1, 2, 3); }"; // as OBS does it
      document.head.append(style);
    });
    expect(await page.locator(".label").evaluate((e) => getComputedStyle(e).color)).toBe("rgb(1, 2, 3)");
    await close(shown);
  });

  it.each(Object.keys(PAGES) as (keyof typeof PAGES)[])("%s can be used by everybody, in both themes, from a phone to a wall", async (name) => {
    for (const theme of ["light", "dark"] as const) {
      const shown = await tab(name, "desktop", theme);
      const { page } = shown;
      await page.getByText(/Main programme|Alerts|Screens|Sources/).first().waitFor();
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      for (const size of ["desktop", "phone"] as const) {
        await page.setViewportSize(SIZES[size]);
        await screenshot(page, `${name}-${size}-${theme}`);
        expect(await accessibilityFaults(page), `${name}, ${size}, ${theme}`).toEqual([]);
      }
      for (const width of [SIZES.phone.width, 320, 3840]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sidewaysScroll(page), `${name}: wider than ${width} pixels`).toBe(0);
      }
      await close(shown);
    }
  });

  it("says that it is not live when the daemon is killed, and goes on when it is back", async () => {
    const shown = await tab("live");
    const { page } = shown;
    await page.getByText("Confidence").waitFor();
    await daemon.kill();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor();
    expect(await page.title()).toContain("Not live");
    await screenshot(page, "not-live-desktop-light");
    await daemon.resume();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor({ state: "detached" });
    await page.getByText("Confidence").waitFor();
    const before = await canvasState(page);
    await expect.poll(async () => (await canvasState(page)).hash, { timeout: 60_000 }).not.toBe(before.hash);
    await page.context().close();
  });
});
