import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { sourceTrouble } from "./sourceTrouble";

it.each([
  [
    "settings.address = 'htp://x' is not valid: SOURCE 'htp://x': streams over 'htp' are not supported. SOURCE is pulse:NAME " +
      "(pulse:onair.monitor), portaudio:NAME, a URL (http, rtsp), a file's path, or - (raw PCM on standard input). 'livegenre devices' lists the devices.",
    "The address 'htp://x' is not valid: streams over 'htp' are not supported. An address is a device (pulse:NAME, portaudio:NAME) or a stream (http, rtsp).",
  ],
  [
    "settings.address = 'pulse:' is not valid: SOURCE names no device; the default one is 'pulse:@DEFAULT_MONITOR@'.",
    "The address 'pulse:' is not valid: it names no device; the default one is 'pulse:@DEFAULT_MONITOR@'.",
  ],
  [
    "settings.source_id = 'main' is taken; choose another, or change that source with UpdateSource ('livegenre sources set').",
    "The id 'main' is taken; choose another.",
  ],
  ["settings:Targets:0:Label = \"rok\" is no label.", "Target 1: Label = \"rok\" is no label."],
  ["settings.labels:jaz is no label.", "Names of genres: jaz is no label."],
  ["The daemon is shutting down; nothing was changed.", "The daemon is shutting down; nothing was changed."],
])("'%s' reads '%s'", (message, words) => {
  expect(sourceTrouble(new ConnectError(message, Code.InvalidArgument))).toBe(words);
});
