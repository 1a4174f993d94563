import type { AlertClient } from "../connection/client";
import { CALL_TIMEOUT_MS, isUnimplemented } from "../connection/client";
import { Bell, pause } from "../connection/pause";
import type { Alert } from "../protocol/livegenre/v1/alerts_pb";
import { AlertState } from "../protocol/livegenre/v1/alerts_pb";

/** Often enough for a page; a stream would take one of the browser's few connections. docs/decisions/0124. */
const ASK_EVERY_MS = 5_000;

/** More than this many open alerts are counted, not shown. */
const PAGE = 200;

/** The alerts that are open now. */
export class AlertBoard {
  readonly #client: AlertClient;
  readonly #bell = new Bell();
  #open: readonly Alert[] = $state.raw([]);
  #isSupported = $state(true);
  #running: AbortController | undefined;

  constructor(client: AlertClient) {
    this.#client = client;
  }

  /** Newest first. */
  get open(): readonly Alert[] {
    return this.#open;
  }

  /** Those that nobody looks after yet. */
  get firing(): readonly Alert[] {
    return this.#open.filter((alert) => alert.state === AlertState.FIRING);
  }

  /** Whether the daemon has alerts at all. */
  get isSupported(): boolean {
    return this.#isSupported;
  }

  start(): void {
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#keepAsking(this.#running.signal);
    }
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Asks now. */
  refresh(): void {
    this.#bell.ring();
  }

  async #keepAsking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { alerts } = await this.#client.listAlerts({ openOnly: true, pageSize: PAGE }, { signal, timeoutMs: CALL_TIMEOUT_MS });
        this.#open = alerts;
        this.#isSupported = true;
      } catch (error) {
        // Whether the daemon can be reached at all, the list of sources says.
        this.#isSupported = !isUnimplemented(error);
      }
      await pause(this.#isSupported ? ASK_EVERY_MS : 60_000, this.#bell, signal);
    }
  }
}
