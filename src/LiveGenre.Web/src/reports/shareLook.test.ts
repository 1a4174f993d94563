import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { shareRows } from "../history/timelineRows";
import { SharesSchema } from "../protocol/livegenre/v1/history_pb";
import { shareLooks } from "./shareLook";

const keysOf = (modelLabels: string[], ...former: string[]) =>
  shareRows(create(SharesSchema, { labels: former.map((label) => ({ label })) }), modelLabels).map(({ key }) => key);

it("gives every row of a report a look of its own", () => {
  const model = ["blues", "country", "jazz", "rock"];
  const looks = [...shareLooks(keysOf(model, "low hum", "electro", "techno"), model).values()];
  expect(looks).toHaveLength(4 + 3 + 4);
  expect(new Set(looks.map(({ pattern, hue }) => `${pattern} ${hue}`)).size).toBe(looks.length);
  expect(looks.filter(({ pattern }) => pattern === "former")).toHaveLength(3);
});

it("keeps a label's hue whatever else was on air", () => {
  const model = ["blues", "jazz"];
  expect(shareLooks(keysOf(model, "old"), model).get("jazz")).toEqual(shareLooks(["jazz"], model).get("jazz"));
});
