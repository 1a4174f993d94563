import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tab } from "./support/browser";
import { accessibilityFaults, chromiumPath, launch, open, screenshot } from "./support/browser";
import { Daemon } from "./support/daemon";
import { Station } from "./support/station";

describe.skipIf(!chromiumPath)("what an administrator does on the pages", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function close({ page, complaints }: Tab): Promise<void> {
    await page.context().close();
    expect(complaints).toEqual([]);
  }

  async function addStation(page: Page, name: string, url: string): Promise<void> {
    await page.getByRole("button", { name: "A stream or a file" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Address").fill(url);
    await page.getByRole("button", { name: "Save" }).click();
  }

  it("adds a source on the first run, hears of its silence, looks after it until it is over, and removes the source", async (test) => {
    const station = await Station.start();
    const daemon = await Daemon.start({
      "Alerts:Rules:0:Kind": "Silence",
      "Alerts:Rules:0:For": "00:00:02",
      "Alerts:Rules:0:Recover": "00:00:02",
    });
    test.onTestFinished(async () => {
      await daemon.dispose();
      station.stop();
    });
    const shown = await open(browser, daemon.url);
    const { page } = shown;

    await page.getByRole("heading", { name: "What shall LiveGenre listen to?" }).waitFor();
    await screenshot(page, "first-run-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "A stream or a file" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await screenshot(page, "add-source-desktop-light");
    await page.keyboard.press("Escape");
    await addStation(page, "Night shift", station.url);
    await page.getByRole("heading", { name: "Night shift" }).waitFor();
    await page.getByText("Confidence").waitFor();
    expect(new URL(page.url()).hash).toBe("#/source/night-shift");

    station.sound = "silence";
    const alerts = page.getByRole("link", { name: /^Alerts, open: 1/ });
    await alerts.waitFor();
    await alerts.click();
    await page.getByRole("listitem").filter({ hasText: "Silence" }).waitFor();
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByText("looked after by Ada").waitFor();
    await screenshot(page, "alert-desktop-light");
    await page.setViewportSize({ width: 390, height: 844 });
    await screenshot(page, "alert-phone-light");
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await accessibilityFaults(page)).toEqual([]);

    station.sound = "tones";
    await page.getByText("Nothing needs you.").waitFor();
    await page.getByRole("table").getByText("Silence", { exact: true }).waitFor();

    await page.getByRole("link", { name: "Sources" }).click();
    await page.getByRole("button", { name: "Change Night shift" }).click();
    await page.getByLabel("Name").fill("Day shift");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Remove Day shift" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("button", { name: "Remove Day shift" }).waitFor({ state: "detached" });
    await close(shown);
  });

  it("asks for a token where the daemon does, takes none that is wrong, and keeps the right one for the tab", async (test) => {
    const daemon = await Daemon.start({
      "Sources:0:Id": "main",
      "Sources:0:Address": "demo",
      "Access:Tokens:0:Name": "desk",
      "Access:Tokens:0:Role": "Admin",
      "Access:Tokens:0:Hash": `sha256:${createHash("sha256").update("open sesame").digest("hex")}`,
    });
    test.onTestFinished(() => daemon.dispose());
    const shown = await open(browser, daemon.url);
    const { page } = shown;

    await page.getByRole("button", { name: "Enter a token" }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Token").fill("guess");
    await page.getByRole("button", { name: "Enter", exact: true }).click();
    await page.getByText("The daemon does not know this token.").waitFor();
    await screenshot(page, "token-desktop-light");
    await page.getByLabel("Token").fill("open sesame");
    await page.getByRole("button", { name: "Enter", exact: true }).click();
    await page.getByText("Confidence").waitFor();
    await page.reload();
    await page.getByText("Confidence").waitFor();
    await page.getByRole("button", { name: "Forget the token" }).click();
    await page.getByRole("button", { name: "Enter a token" }).waitFor();
    await close(shown);
  });
});
