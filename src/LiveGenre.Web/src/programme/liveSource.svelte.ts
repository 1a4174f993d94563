import { backoff } from "../connection/backoff";
import type { GenreClient } from "../connection/client";
import { CALL_TIMEOUT_MS } from "../connection/client";
import type { Link } from "../connection/link";
import { CONNECTING, LIVE, lost } from "../connection/link";
import type { Bell } from "../connection/pause";
import { troubleWords } from "../connection/trouble";
import { watchSource } from "../connection/watchSource";
import type { Source, WatchGenreResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { toMillis } from "../words/time";
import { toBlock } from "./blocks";
import type { SourceView } from "./sourceView";
import { afterHistory, afterListing, afterResponse, afterSnapshot, listed } from "./sourceView";

/** More segments than fit into the history that a view keeps, at the usual hop of 2 s. */
const HISTORY_PAGE = 500;

/** Tells the board what only one stream can know. */
export interface SourceEvents {
  /** The daemon's clock, milliseconds since 1970, as a response was sent. */
  clock(daemonMs: number): void;
  /** The stream of this source broke off. */
  streamLost(): void;
}

/** One source as the page knows it, fed by a stream or by single calls. */
export class LiveSource {
  readonly id: string;
  readonly #client: GenreClient;
  readonly #events: SourceEvents;
  #view: SourceView = $state.raw()!;
  #link: Link = $state.raw(CONNECTING);
  #stream: AbortController | undefined;
  #resumeToken = "";
  #failedPolls = 0;
  #history: "missing" | "reading" | "known" = "missing";

  constructor(source: Source, client: GenreClient, events: SourceEvents) {
    this.id = source.sourceId;
    this.#client = client;
    this.#events = events;
    this.#view = listed(source);
  }

  get view(): SourceView {
    return this.#view;
  }

  get link(): Link {
    return this.#link;
  }

  get isStreaming(): boolean {
    return this.#stream !== undefined;
  }

  /** Takes what a list of all sources says about this one. */
  listed(source: Source): void {
    this.#view = afterListing(this.#view, source, this.isStreaming && this.#link.kind === "live");
  }

  /** Opens the stream; it goes on where it was last closed. */
  open(bell: Bell): void {
    if (this.#stream) {
      return;
    }
    const stream = (this.#stream = new AbortController());
    const listener = {
      heard: (response: WatchGenreResponse) => this.#hear(response),
      lost: (reason: string, retryMs: number) => {
        this.#lose(reason, retryMs);
        this.#events.streamLost();
      },
    };
    void watchSource(this.#client, this.id, listener, bell, stream.signal, this.#resumeToken);
  }

  /** Closes the stream. What is known stays. */
  close(): void {
    this.#stream?.abort();
    this.#stream = undefined;
    this.#link = CONNECTING;
  }

  /** Asks once how the source does, in place of a stream. */
  async poll(signal: AbortSignal): Promise<void> {
    try {
      const { source, window, openSegment } = await this.#client.getSource(
        { sourceId: this.id },
        { signal, timeoutMs: CALL_TIMEOUT_MS },
      );
      if (source) {
        const before = this.#view.open?.startMs;
        this.#view = afterSnapshot(this.#view, { source, window, openSegment });
        this.#failedPolls = 0;
        this.#link = LIVE;
        await this.#readHistory(this.#view.open?.startMs !== before);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#lose(troubleWords(error), backoff(++this.#failedPolls, 0.5));
      }
    }
  }

  #hear(response: WatchGenreResponse): void {
    this.#resumeToken = response.resumeToken;
    this.#link = LIVE;
    this.#view = afterResponse(this.#view, response);
    const { event } = response;
    if (response.emitTime && (event.case === "snapshot" || event.case === "heartbeat")) {
      this.#events.clock(toMillis(response.emitTime));
    }
    void this.#readHistory(event.case === "reset" || response.droppedEventCount > 0);
  }

  #lose(reason: string, retryMs: number): void {
    this.#link = lost(this.#link, Date.now(), reason, retryMs);
  }

  /** Reads the closed segments once, and again where some were missed. A failure leaves it to the next response. */
  async #readHistory(isMissed: boolean): Promise<void> {
    if (this.#history === "reading" || (this.#history === "known" && !isMissed)) {
      return;
    }
    this.#history = "reading";
    try {
      const { segments } = await this.#client.listSegments(
        { sourceId: this.id, pageSize: HISTORY_PAGE },
        { timeoutMs: CALL_TIMEOUT_MS },
      );
      this.#view = afterHistory(this.#view, segments.flatMap((segment) => toBlock(segment) ?? []));
      this.#history = "known";
    } catch {
      this.#history = "missing";
    }
  }
}
