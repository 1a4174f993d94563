import { Code, ConnectError } from "@connectrpc/connect";
import type { WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { backoff } from "./backoff";
import type { GenreClient } from "./client";
import type { Bell } from "./pause";
import { pause } from "./pause";
import { LIVE_MS, SilenceAlarm } from "./silenceAlarm";
import { troubleWords } from "./trouble";

/** What one source's stream tells the page. */
export interface WatchListener {
  /** A response came. */
  heard(response: WatchGenreResponse): void;
  /** The stream has failed; it is tried again in `retryMs`, and goes on after the last response. */
  lost(reason: string, retryMs: number): void;
}

/**
 * Follows one source until the signal aborts: opens the stream, gives it up when nothing is heard for `LIVE_MS`, and
 * resumes after the last response.
 * @param resumeToken of the response to go on after; empty starts now
 * @returns the token to go on with later
 */
export async function watchSource(
  client: GenreClient,
  sourceId: string,
  listener: WatchListener,
  bell: Bell,
  signal: AbortSignal,
  resumeToken = "",
): Promise<string> {
  let failures = 0;
  while (!signal.aborted) {
    const silence = new SilenceAlarm();
    let reason = "The daemon ended the stream.";
    try {
      const stream = client.watchGenre({ sourceId, resumeToken }, { signal: AbortSignal.any([signal, silence.signal]) });
      for await (const response of stream) {
        silence.restart();
        failures = 0;
        resumeToken = response.resumeToken;
        listener.heard(response);
      }
    } catch (error) {
      reason = silence.signal.aborted ? `Nothing was heard from the daemon for ${LIVE_MS / 1000} s.` : troubleWords(error);
      if (ConnectError.from(error).code === Code.InvalidArgument) {
        resumeToken = ""; // not a token of this daemon: start afresh rather than ask forever
      }
    } finally {
      silence.stop();
    }
    if (!signal.aborted) {
      const retryMs = backoff(++failures, Math.random());
      listener.lost(reason, retryMs);
      await pause(retryMs, bell, signal);
    }
  }
  return resumeToken;
}
