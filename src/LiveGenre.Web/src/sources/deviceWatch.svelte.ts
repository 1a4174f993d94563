import { backoff } from "../connection/backoff";
import type { AdminClient } from "../connection/client";
import { isRefused, isUnimplemented } from "../connection/client";
import { Bell, pause } from "../connection/pause";
import { troubleWords } from "../connection/trouble";
import type { Device } from "../protocol/livegenre/v1/admin_pb";

/** What the daemon's machine can listen to, with levels, while somebody looks. */
export class DeviceWatch {
  readonly #admin: AdminClient;
  #devices: readonly Device[] | undefined = $state.raw();
  #notes: readonly string[] = $state.raw([]);
  #trouble = $state("");
  #stream: AbortController | undefined;

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  /** Undefined until they are known. */
  get devices(): readonly Device[] | undefined {
    return this.#devices;
  }

  /** A sentence for each sound system that could not be asked. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** Why they are not known; empty while they are. */
  get trouble(): string {
    return this.#trouble;
  }

  open(): void {
    if (!this.#stream) {
      this.#stream = new AbortController();
      void this.#keepWatching(this.#stream.signal);
    }
  }

  close(): void {
    this.#stream?.abort();
    this.#stream = undefined;
    this.#devices = undefined;
  }

  async #keepWatching(signal: AbortSignal): Promise<void> {
    const bell = new Bell();
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        for await (const { devices, notes } of this.#admin.watchDevices({ levels: true }, { signal })) {
          this.#devices = devices;
          this.#notes = notes;
          this.#trouble = "";
          failures = 0;
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        this.#trouble = isUnimplemented(error) ? "This daemon does not list its devices." : troubleWords(error);
        if (isUnimplemented(error) || isRefused(error)) {
          return;
        }
      }
      await pause(backoff(Math.max(1, failures), Math.random()), bell, signal);
    }
  }
}
