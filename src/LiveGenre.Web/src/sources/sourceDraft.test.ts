import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { SourceSettingsSchema, TargetActivity } from "../protocol/livegenre/v1/admin_pb";
import { draftFor, draftOf, freeId, NEW_SOURCE, settingsOf } from "./sourceDraft";

it.each([
  ["Studio A (USB)", "studio-a-usb"],
  ["Küche", "kuche"],
  ["東京", "source"],
  ["x".repeat(60), "x".repeat(40)],
])("freeId of '%s' is %s", (name, id) => {
  expect(freeId(name, [])).toBe(id);
});

it("freeId counts on where an id is taken", () => {
  expect(freeId("On air", ["on-air", "on-air-2"])).toBe("on-air-3");
});

it.each([{ channel: 0, loop: true, timeZone: "Europe/Berlin" }, {}])("settings survive the form: %j", (extra) => {
  const settings = create(SourceSettingsSchema, { sourceId: "main", displayName: "Main", address: "demo", ...extra });
  expect(create(SourceSettingsSchema, settingsOf(draftOf(settings)))).toEqual(settings);
});

it.each([{ label: "rock", share: 0.6, tolerance: 0.07 }, { activity: TargetActivity.TALK, maximum: 0.15, dayPart: "Morning" }, { label: "talk", minimum: 0.2 }])(
  "a target survives the form: %j",
  (target) => {
    const settings = create(SourceSettingsSchema, { sourceId: "main", address: "demo", labels: { hiphop: "Urban" }, targets: [target] });
    expect(create(SourceSettingsSchema, settingsOf(draftOf(settings)))).toEqual(settings);
  },
);

it("names that are left empty are the model's", () => {
  expect(settingsOf({ ...NEW_SOURCE, labels: { hiphop: "Urban ", rock: " " } }).labels).toEqual({ hiphop: "Urban" });
});

it("a device becomes a source of its name", () => {
  expect(draftFor({ address: "pulse:onair.monitor", displayName: "On air" }, [])).toMatchObject({
    id: "on-air", name: "On air", address: "pulse:onair.monitor",
  });
});
