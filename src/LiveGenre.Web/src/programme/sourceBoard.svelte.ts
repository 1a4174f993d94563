import { backoff } from "../connection/backoff";
import type { GenreClient } from "../connection/client";
import { CALL_TIMEOUT_MS, isRefused } from "../connection/client";
import type { Link } from "../connection/link";
import { CONNECTING, LIVE, lost } from "../connection/link";
import { Bell, pause } from "../connection/pause";
import { chooseStreams, STREAM_PLACES } from "../connection/streamPlaces";
import { troubleWords } from "../connection/trouble";
import type { Source } from "../protocol/livegenre/v1/livegenre_pb";
import { LiveSource } from "./liveSource.svelte";

const LIST_EVERY_MS = 10_000;
const POLL_EVERY_MS = 2_000;
const LIST_PAGE = 1_000;

/** All sources of the daemon, kept up to date: which there are, and each by a stream or, beyond the places for streams, by asking in turn. */
export class SourceBoard {
  readonly #client: GenreClient;
  readonly #listBell = new Bell();
  readonly #streamBell = new Bell();
  readonly #pollBell = new Bell();
  readonly #visible = new Set<string>();
  #sources: readonly LiveSource[] = $state.raw([]);
  #link: Link = $state.raw(CONNECTING);
  /** How far the daemon's clock is ahead of the browser's, milliseconds. */
  #clockLead = $state(0);
  #running: AbortController | undefined;
  #places = STREAM_PLACES;

  constructor(client: GenreClient) {
    this.#client = client;
  }

  /** By id, as the daemon lists them. */
  get sources(): readonly LiveSource[] {
    return this.#sources;
  }

  /** Whether the daemon answers. */
  get link(): Link {
    return this.#link;
  }

  /** The daemon's time at a time of the browser, both milliseconds since 1970. */
  daemonTime(browserMs: number): number {
    return browserMs + this.#clockLead;
  }

  /** Streams that the board may hold; a page that needs a connection for something else leaves it one less. */
  set places(places: number) {
    this.#places = places;
    this.#assignStreams();
  }

  /** Begins, or goes on after `stop`. */
  start(): void {
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#keepListing(this.#running.signal);
      void this.#keepPolling(this.#running.signal);
      this.#assignStreams();
    }
  }

  /** Gives every connection back. What is known stays, and streams go on where they were when it starts again. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#sources.forEach((source) => source.close());
  }

  /** Tries at once whatever waits to be tried again. */
  tryNow(): void {
    this.#listBell.ring();
    this.#streamBell.ring();
    this.#pollBell.ring();
  }

  /** Lists the sources now, such as after one was added. */
  listNow(): void {
    this.#listBell.ring();
  }

  /** Notes that a source came onto the screen or left it. */
  setVisible(id: string, isVisible: boolean): void {
    if (isVisible) {
      this.#visible.add(id);
    } else {
      this.#visible.delete(id);
    }
    this.#assignStreams();
    if (isVisible) {
      this.#pollBell.ring();
    }
  }

  async #keepListing(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let waitMs = LIST_EVERY_MS;
      try {
        this.#adopt(await this.#list(signal));
        failures = 0;
        const wasLost = this.#link.kind === "lost";
        this.#link = LIVE;
        if (wasLost) {
          this.#streamBell.ring();
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        waitMs = backoff(++failures, Math.random());
        this.#link = lost(this.#link, Date.now(), troubleWords(error), waitMs, isRefused(error));
      }
      await pause(waitMs, this.#listBell, signal);
    }
  }

  async #list(signal: AbortSignal): Promise<readonly Source[]> {
    const sources: Source[] = [];
    let pageToken = "";
    do {
      const page = await this.#client.listSources({ pageSize: LIST_PAGE, pageToken }, { signal, timeoutMs: CALL_TIMEOUT_MS });
      sources.push(...page.sources);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    return sources;
  }

  #adopt(listed: readonly Source[]): void {
    const known = new Map(this.#sources.map((source) => [source.id, source]));
    const ids = new Set(listed.map((source) => source.sourceId));
    this.#sources.filter((source) => !ids.has(source.id)).forEach((source) => source.close());
    const sources = listed.map((source) => {
      const before = known.get(source.sourceId);
      before?.listed(source);
      return before ?? this.#newSource(source);
    });
    if (sources.length !== this.#sources.length || sources.some((source, i) => source !== this.#sources[i])) {
      this.#sources = sources;
    }
    this.#assignStreams();
  }

  #newSource(source: Source): LiveSource {
    return new LiveSource(source, this.#client, {
      clock: (daemonMs) => (this.#clockLead = daemonMs - Date.now()),
      // Perhaps the whole daemon is gone: find out now rather than at the next listing.
      streamLost: () => this.#listBell.ring(),
    });
  }

  #assignStreams(): void {
    if (!this.#running) {
      return;
    }
    const streaming = new Set(this.#sources.filter((source) => source.isStreaming).map((source) => source.id));
    const chosen = new Set(chooseStreams(this.#sources.map((source) => source.id), this.#visible, streaming, this.#places));
    this.#sources.filter((source) => !chosen.has(source.id)).forEach((source) => source.close());
    this.#sources.filter((source) => chosen.has(source.id)).forEach((source) => source.open(this.#streamBell));
  }

  async #keepPolling(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const source of this.#sources) {
        if (!source.isStreaming && this.#visible.has(source.id) && !signal.aborted) {
          await source.poll(signal);
        }
      }
      await pause(POLL_EVERY_MS, this.#pollBell, signal);
    }
  }
}
