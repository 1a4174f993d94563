import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { sourceTrouble } from "./sourceTrouble";

it.each([
  ["The id 'main' is taken; choose another, or change that source with 'livegenre sources set'.", "The id 'main' is taken; choose another."],
  ["settings:Targets:0:Label = \"rok\" is no label.", "Target 1: Label = \"rok\" is no label."],
  ["settings.labels:jaz is no label.", "Names of genres: jaz is no label."],
  ["The daemon is shutting down; nothing was changed.", "The daemon is shutting down; nothing was changed."],
])("'%s' reads '%s'", (message, words) => {
  expect(sourceTrouble(new ConnectError(message, Code.InvalidArgument))).toBe(words);
});
