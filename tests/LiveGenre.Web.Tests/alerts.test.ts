import { describe, expect, it } from "vitest";
import { accessibilityFaults, chromiumPath, close, screenshot, SIZES, useBrowser } from "./support/browser";
import { Daemon } from "./support/daemon";
import { OverloadedDaemon } from "./support/overloadedDaemon";
import { Station } from "./support/station";

describe.skipIf(!chromiumPath)("what the pages say of trouble", () => {
  const open = useBrowser();

  it("shows an alert as it fires, takes who looks after it, and lets it go when it recovers", async (test) => {
    const station = await Station.start();
    const daemon = await Daemon.start({
      "Sources:0:Id": "night",
      "Sources:0:Name": "Night shift",
      "Sources:0:Address": station.url,
      "Alerts:Rules:0:Kind": "Silence",
      "Alerts:Rules:0:For": "00:00:02",
      "Alerts:Rules:0:Recover": "00:00:02",
      "Alerts:Receivers:0:Name": "pager",
      "Alerts:Receivers:0:Kind": "Command",
      "Alerts:Receivers:0:Program": "true",
    });
    test.onTestFinished(async () => {
      await daemon.dispose();
      station.stop();
    });
    const shown = await open(`${daemon.url}/#/source/night`);
    const { page } = shown;
    await page.getByText("Confidence").waitFor();
    station.sound = "silence";
    const alerts = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: /^Alerts\s*1\s*open/ });
    await alerts.waitFor();
    await alerts.click();
    await page.getByRole("listitem").filter({ hasText: "No sound" }).waitFor();
    await page.getByRole("row", { name: /pager firing Delivered/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText("Type your name to acknowledge").waitFor();
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByRole("listitem").getByText("looked after by Ada").waitFor();
    await screenshot(page, "alert-desktop-light");
    await page.setViewportSize(SIZES.phone);
    await screenshot(page, "alert-phone-light");
    await page.setViewportSize(SIZES.desktop);
    station.sound = "tones";
    await page.getByText("Nothing needs you.").waitFor();
    await page.getByRole("table").getByText("Silence", { exact: true }).waitFor();
    await screenshot(page, "alert-recovered-desktop-light");
    await close(shown);
  });

  it("says that a source is analysed less often, since when and why, and that it is over", async (test) => {
    const daemon = await OverloadedDaemon.start();
    test.onTestFinished(() => daemon.dispose());
    const shown = await open(daemon.url);
    const { page } = shown;
    const slowed = /^Analysed every [248] s instead of every 1 s since \d\d:\d\d: the machine cannot keep up\./;
    await page.getByText(slowed).first().waitFor();
    await page.getByText(/[12] analysed less often/).waitFor();
    await screenshot(page, "slowed-overview-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "fm" }).click();
    await page.getByText(slowed).waitFor();
    await screenshot(page, "slowed-source-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    const heard = page.evaluate(
      (words) =>
        new Promise((resolve) => {
          const spoken = document.querySelector("p[aria-live]")!;
          new MutationObserver(() => spoken.textContent.includes(words) && resolve(true)).observe(spoken, { childList: true, characterData: true, subtree: true });
        }),
      "fm: analysed as often as set.",
    );
    daemon.relieve();
    await heard; // by a screen reader
    await page.getByText(/^Analysed every 1 s again since \d\d:\d\d: the machine keeps up\.$/).waitFor();
    await close(shown);
  });

  it("shows clipping for a while after it was heard", async (test) => {
    const station = await Station.start();
    const daemon = await Daemon.start({ "Sources:0:Id": "night", "Sources:0:Address": station.url });
    test.onTestFinished(async () => {
      await daemon.dispose();
      station.stop();
    });
    const shown = await open(daemon.url);
    const { page } = shown;
    await page.getByText("No clipping").waitFor();
    station.sound = "clipping";
    await page.getByText(/^Clipped \d/).waitFor();
    station.sound = "tones";
    await page.getByText("No clipping").waitFor();
    await close(shown);
  });
});
