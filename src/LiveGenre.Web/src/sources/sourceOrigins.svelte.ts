import type { AdminClient } from "../connection/client";
import { CALL_TIMEOUT_MS } from "../connection/client";

/** Which sources stand in the daemon's configuration, where alone they can be changed. */
export class SourceOrigins {
  readonly #admin: AdminClient;
  readonly #asked = new Set<string>();
  #configured: ReadonlyMap<string, boolean> = $state.raw(new Map());

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  /** Undefined until the daemon has said. */
  isConfigured(id: string): boolean | undefined {
    return this.#configured.get(id);
  }

  /** Asks for those that were not asked for yet, one after the other. One that cannot be asked counts as free: its buttons say why not. */
  async ask(ids: readonly string[]): Promise<void> {
    for (const id of ids.filter((other) => !this.#asked.has(other))) {
      this.#asked.add(id);
      let isConfigured = false;
      try {
        isConfigured = (await this.#admin.getSourceSettings({ sourceId: id }, { timeoutMs: CALL_TIMEOUT_MS })).fromConfiguration;
      } catch {
        // As said above.
      }
      this.#configured = new Map(this.#configured).set(id, isConfigured);
    }
  }
}
