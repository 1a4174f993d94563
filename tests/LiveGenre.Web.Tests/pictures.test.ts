import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Size, Theme } from "./support/browser";
import { chromiumPath, SIZES, useBrowser } from "./support/browser";
import { Daemon } from "./support/daemon";
import { SoundServer } from "./support/soundServer";

/** Where the pictures of the README and of docs go; without it there is nothing to do here. `npm run pictures` sets it. */
const folder = process.env["LIVEGENRE_PICTURES"];

/** The demo programme takes four minutes; after as long there is something of everything to see. */
const PROGRAMME_MS = 4.5 * 60_000;

/** What is taken, from where, and what must be there first. */
const PICTURES: readonly { readonly name: string; readonly address: string; readonly waitFor: string }[] = [
  { name: "overview", address: "/#/", waitFor: "text=Night stream" },
  { name: "page", address: "/#/source/main", waitFor: "text=Confidence" },
  { name: "history", address: "/#/source/main/history", waitFor: "table[aria-label^=Segments] tbody tr" },
  { name: "report", address: "/#/source/main/report", waitFor: "text=talk at most 15 %" },
  { name: "alerts", address: "/#/alerts", waitFor: "text=No data" },
  { name: "sources", address: "/#/sources", waitFor: "text=In use" },
  { name: "dj", address: "/dj?source=main", waitFor: ".figures b" },
  { name: "overlay", address: "/overlay?source=main&theme=plate&show=label,confidence,bars,source", waitFor: ".label" },
];

/** Both themes are to be seen. */
const THEMES: Readonly<Record<Size, Theme>> = { desktop: "light", phone: "dark" };

describe.skipIf(!folder || !chromiumPath || !SoundServer.isInstalled)("pictures of the pages", () => {
  const open = useBrowser();
  beforeAll(() => void mkdirSync(folder!, { recursive: true }));

  it("are taken of each page, on a phone and on a desktop", { timeout: PROGRAMME_MS + 600_000 }, async (test) => {
    const server = await SoundServer.start();
    test.onTestFinished(() => server.stop());
    const daemon = await Daemon.start(
      {
        "Sources:0:Id": "main",
        "Sources:0:Name": "Main programme",
        "Sources:0:Address": "demo",
        "Sources:1:Id": "desk",
        "Sources:1:Name": "Studio desk",
        "Sources:1:Address": "pulse:onair.monitor",
        "Sources:2:Id": "night",
        "Sources:2:Name": "Night stream",
        "Sources:2:Address": "http://127.0.0.1:9/night.mp3",
        "Format:MinimumHeard": "0.01",
        "Format:Targets:0:Label": "rock",
        "Format:Targets:0:Share": "0.6",
        "Format:Targets:1:Activity": "Talk",
        "Format:Targets:1:Maximum": "0.15",
      },
      server.environment,
    );
    test.onTestFinished(() => daemon.dispose());
    await new Promise((heard) => setTimeout(heard, PROGRAMME_MS));
    for (const { name, address, waitFor } of PICTURES) {
      await take(name, daemon.url + address, (page) => page.locator(waitFor).first().waitFor());
    }
  });

  it("are taken of the first run", { timeout: 300_000 }, async (test) => {
    const server = await SoundServer.start();
    test.onTestFinished(() => server.stop());
    const daemon = await Daemon.start({}, server.environment, "none");
    test.onTestFinished(() => daemon.dispose());
    server.play();
    await take("first-run", daemon.url, async (page) => {
      const level = page.getByRole("listitem").filter({ hasText: "pulse:onair.monitor" }).getByRole("meter");
      await expect.poll(() => level.getAttribute("aria-valuetext"), { timeout: 60_000 }).toMatch(/^−1\d\.\d dBFS/);
    });
  });

  async function take(name: string, url: string, isThere: (page: Page) => Promise<void>): Promise<void> {
    for (const size of Object.keys(SIZES) as Size[]) {
      const { page } = await open(url, size, THEMES[size]);
      await page.emulateMedia({ reducedMotion: "reduce" }); // no bar on its way to a new value
      await isThere(page);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await page.waitForTimeout(size === "desktop" ? 15_000 : 5000); // a spectrogram takes seconds to fill the width
      keep(await page.screenshot({ timeout: 60_000 }), `${name}-${size}`);
      await page.context().close();
    }
  }
});

/** Keeps a picture with a palette of its own, which takes a third of the bytes. */
function keep(picture: Buffer, name: string): void {
  const path = join(resolve(folder!), `${name}.png`);
  rmSync(path, { force: true });
  execFileSync(
    "ffmpeg",
    ["-hide_banner", "-loglevel", "error", "-f", "png_pipe", "-i", "-", "-vf", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=dither=none", "-frames:v", "1", path],
    { input: picture },
  );
}
