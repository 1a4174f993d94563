import type { AdminClient } from "../connection/client";
import { CALL_TIMEOUT_MS, isRefused, isUnimplemented } from "../connection/client";
import { Role } from "../protocol/livegenre/v1/admin_pb";

/** Where the token is kept: until the tab is closed, and for this tab alone. */
const TOKEN_KEY = "livegenre.token";

/** A store of texts, such as `sessionStorage`. */
export type TextStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What the person in front of the page may do, and the token that says so. */
export class Access {
  readonly #store: TextStore;
  #token: string;
  /** A daemon that has no such question lets everybody read and nobody administrate. */
  #role = $state(Role.READ);
  #isKnown = $state(false);
  #isSupported = $state(true);
  #daemonVersion = $state("");
  #warnings: readonly string[] = $state.raw([]);

  constructor(store: TextStore) {
    this.#store = store;
    this.#token = store.getItem(TOKEN_KEY) ?? "";
  }

  get token(): string {
    return this.#token;
  }

  /** Whether the daemon refuses to be read without a token. */
  get isShut(): boolean {
    return this.#role === Role.NONE;
  }

  get isAdmin(): boolean {
    return this.#role === Role.ADMIN;
  }

  /** Whether the daemon has answered. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Whether the daemon can be administrated at all. */
  get isSupported(): boolean {
    return this.#isSupported;
  }

  /** Empty where the daemon does not say. */
  get daemonVersion(): string {
    return this.#daemonVersion;
  }

  /** What whoever runs the daemon should mend, a sentence each. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Asks the daemon; throws where it does not answer. */
  async ask(admin: AdminClient): Promise<void> {
    try {
      const { role, daemonVersion, warnings } = await admin.getAccess({}, { timeoutMs: CALL_TIMEOUT_MS });
      this.#role = role === Role.UNSPECIFIED ? Role.READ : role;
      this.#daemonVersion = daemonVersion;
      this.#warnings = warnings;
      this.#isSupported = true;
    } catch (error) {
      if (isRefused(error)) {
        this.#role = Role.NONE; // the token is none, or no longer
      } else if (isUnimplemented(error)) {
        this.#role = Role.READ;
        this.#isSupported = false;
      } else {
        throw error;
      }
    }
    this.#isKnown = true;
  }

  /**
   * Tries a token, and keeps it if it opens more than none does.
   * @returns whether it does
   */
  async enter(token: string, admin: AdminClient, isEnough: (access: Access) => boolean): Promise<boolean> {
    const before = this.#token;
    this.#token = token.trim();
    try {
      await this.ask(admin);
    } catch (error) {
      this.#token = before;
      throw error;
    }
    if (isEnough(this)) {
      this.#store.setItem(TOKEN_KEY, this.#token);
      return true;
    }
    this.#token = before;
    await this.ask(admin);
    return false;
  }

  /** Forgets the token. */
  async leave(admin: AdminClient): Promise<void> {
    this.#token = "";
    this.#store.removeItem(TOKEN_KEY);
    await this.ask(admin);
  }
}
