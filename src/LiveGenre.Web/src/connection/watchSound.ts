import { Code, ConnectError } from "@connectrpc/connect";
import type { WatchSoundResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { backoff } from "./backoff";
import type { GenreClient } from "./client";
import { isUnimplemented } from "./client";
import type { Bell } from "./pause";
import { pause } from "./pause";
import { troubleWords } from "./trouble";

/** What the sound of a source tells the page. */
export interface SoundListener {
  /** A response came. */
  heard(response: WatchSoundResponse): void;
  /** The stream has failed and is tried again. */
  lost(reason: string): void;
  /** The daemon is too old to send pictures of sound; it is not asked again. */
  unsupported(): void;
}

/**
 * Follows the sound of one source until the signal aborts, and opens the stream again when it ends. A picture of sound has
 * no past to resume: each time it starts with what is heard now.
 */
export async function watchSound(
  client: GenreClient,
  sourceId: string,
  framesPerColumn: number,
  listener: SoundListener,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let reason = "The daemon ended the stream.";
    try {
      // No limit on silence: a source that is down sends nothing, and the other stream says so.
      for await (const response of client.watchSound({ sourceId, framesPerColumn }, { signal })) {
        failures = 0;
        listener.heard(response);
      }
    } catch (error) {
      if (isUnimplemented(error)) {
        listener.unsupported();
        return;
      }
      if (signal.aborted || ConnectError.from(error).code === Code.NotFound) {
        return; // the source is gone, and the list of sources tells
      }
      reason = troubleWords(error);
    }
    if (!signal.aborted) {
      listener.lost(reason);
      await pause(backoff(++failures, Math.random()), bell, signal);
    }
  }
}
