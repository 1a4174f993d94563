import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { accessibilityFaults, chromiumPath, close, screenshot, SIZES, useBrowser } from "./support/browser";
import { Daemon } from "./support/daemon";
import { SoundServer } from "./support/soundServer";
import { Station } from "./support/station";

describe.skipIf(!chromiumPath)("what an administrator does on the pages", () => {
  const open = useBrowser();

  it("adds a source, finds it after a restart, changes it, removes it, and asks what to listen to where nothing is left", async (test) => {
    const station = await Station.start();
    // Without a source of its own it plays the demo programme, as long as no source is saved.
    const daemon = await Daemon.start({});
    test.onTestFinished(async () => {
      await daemon.dispose();
      station.stop();
    });
    const shown = await open(`${daemon.url}/#/sources`);
    const { page } = shown;
    await page.getByRole("heading", { name: "Add a source" }).waitFor();
    await screenshot(page, "sources-admin-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "A stream …" }).click();
    await page.getByRole("dialog").waitFor();
    await screenshot(page, "add-source-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Name").fill("Night shift");
    await page.getByLabel("Address").fill("htp://x");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/^The address 'htp:\/\/x' is not valid: streams over 'htp' are not supported\. An address is a device/).waitFor();
    await page.getByLabel("Address").fill(station.url);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Night shift" }).waitFor();
    await page.getByText("Confidence").waitFor();
    expect(new URL(page.url()).hash).toBe("#/source/night-shift");

    await daemon.kill();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor();
    await daemon.resume();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor({ state: "detached" });
    await page.getByText("Confidence").waitFor();

    await page.getByRole("link", { name: "Sources" }).click();
    await page.getByRole("button", { name: "Change Night shift" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Day shift");
    await page.getByLabel("Hip hop").fill("Urban");
    await page.getByRole("button", { name: "Add a target" }).click();
    await page.getByLabel("What target 1 is about").selectOption("Urban");
    await page.getByLabel("How target 1 is meant").selectOption("about");
    await page.getByLabel("Share of target 1, percent").fill("60");
    await page.getByLabel("When target 1 holds").selectOption("Morning");
    await screenshot(page, "change-source-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Day shift" }).click();
    await page.getByText("Urban").first().waitFor();
    await page.getByRole("link", { name: "Report" }).click();
    await page.getByText("Urban 60 ± 10 % (Morning)").first().waitFor();
    await page.getByRole("link", { name: "Sources" }).click();
    await page.getByRole("button", { name: "Remove Day shift" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("button", { name: "Remove Day shift" }).waitFor({ state: "detached" });
    await page.goto(`${daemon.url}/#/`);
    await page.getByRole("heading", { name: "What shall LiveGenre listen to?" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await close(shown);
  });

  it.skipIf(!SoundServer.isInstalled)("asks at its first start what to listen to: devices with levels that move; the one that is picked is there after a restart", async (test) => {
    const server = await SoundServer.start();
    test.onTestFinished(() => server.stop());
    const daemon = await Daemon.start({}, server.environment, "none");
    test.onTestFinished(() => daemon.dispose());
    const shown = await open(daemon.url);
    const { page } = shown;
    await page.getByRole("heading", { name: "What shall LiveGenre listen to?" }).waitFor();
    const device = page.getByRole("listitem").filter({ hasText: "pulse:onair.monitor" });
    await device.waitFor();
    server.play();
    const level = device.getByRole("meter");
    await expect.poll(() => level.getAttribute("aria-valuetext"), { timeout: 60_000 }).toMatch(/^−1\d\.\d dBFS/);
    await screenshot(page, "first-run-desktop-light");
    await page.setViewportSize(SIZES.phone);
    await screenshot(page, "first-run-phone-light");
    await page.setViewportSize(SIZES.desktop);
    expect(await accessibilityFaults(page)).toEqual([]);
    await device.getByRole("button", { name: "Listen to this" }).click();
    await page.getByLabel("Name").fill("Desk");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Desk" }).waitFor();
    await page.getByText("Confidence").waitFor();

    await daemon.kill();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor();
    await daemon.resume();
    await page.getByRole("heading", { name: /^Not live since/ }).waitFor({ state: "detached" });
    await page.getByText("Confidence").waitFor();
    await page.getByRole("link", { name: "Sources" }).click();
    await page.getByText("pulse:onair.monitor").first().waitFor();
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
    const shown = await open(daemon.url);
    const { page } = shown;

    await page.getByRole("button", { name: "Enter a token" }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Token", { exact: true }).fill("guess");
    await page.getByRole("button", { name: "Enter", exact: true }).click();
    await page.getByText("The daemon does not know this token.").waitFor();
    await screenshot(page, "token-desktop-light");
    await page.getByLabel("Token", { exact: true }).fill("open sesame");
    await page.getByRole("button", { name: "Enter", exact: true }).click();
    await page.getByText("Confidence").waitFor();
    await page.reload();
    await page.getByText("Confidence").waitFor();
    await page.getByRole("button", { name: "Forget the token" }).click();
    await page.getByRole("button", { name: "Enter a token" }).waitFor();

    // A readout has no keyboard: it says what its address lacks, and takes it as soon as the address has it.
    await page.goto(`${daemon.url}/dj`);
    await page.getByText("Token needed", { exact: true }).waitFor();
    await screenshot(page, "dj-token-desktop-light");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${daemon.url}/dj#token=guess`);
    await page.getByText("Wrong token", { exact: true }).waitFor();
    await page.setViewportSize(SIZES.phone);
    await screenshot(page, "dj-token-phone-light");
    await page.goto(`${daemon.url}/dj#token=open+sesame`);
    await page.getByRole("heading", { name: "main" }).waitFor();
    await close(shown);
  });
});
