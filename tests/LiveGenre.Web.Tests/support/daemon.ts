import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const repository = resolve(import.meta.dirname, "../../..");
const START_MS = 90_000;

/** Settings by their keys below `LiveGenre:`. */
export type Settings = Readonly<Record<string, string>>;

/** A running `livegenre run` on a port of its own, with a folder of its own for what it keeps. */
export class Daemon {
  readonly #state = mkdtempSync(join(tmpdir(), "livegenre-web-"));
  readonly #settings: Settings;
  readonly #environment: Settings;
  readonly #source: readonly string[];
  readonly #output: string[] = [];
  #process: ChildProcess | undefined;
  #url = "";

  private constructor(settings: Settings, environment: Settings, source: readonly string[]) {
    this.#settings = settings;
    this.#environment = environment;
    this.#source = source;
  }

  /** Where the page is. */
  get url(): string {
    return this.#url;
  }

  /** All that it has printed. */
  get log(): string {
    return this.#output.join("\n");
  }

  /** Starts a daemon and waits until it serves; `source` is what its command line names. */
  static async start(settings: Settings, environment: Settings = {}, source?: string): Promise<Daemon> {
    const daemon = new Daemon(settings, environment, source ? [source] : []);
    try {
      await daemon.resume();
    } catch (error) {
      await daemon.dispose();
      throw error;
    }
    return daemon;
  }

  /** Starts it, on the port that it had before. */
  async resume(): Promise<void> {
    const settings = { "Serving:PageUrl": this.#url || "http://127.0.0.1:0", "Serving:GrpcUrl": "http://127.0.0.1:0", ...this.#settings };
    const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `LiveGenre:${key}=${value}`]);
    const child = (this.#process = spawn("dotnet", [builtPath("LiveGenre.Cli/KIND/livegenre.dll"), "run", ...this.#source, ...set], {
      // No sound server of the machine is listened to by accident, and nothing is kept in the user's folders.
      env: { ...process.env, XDG_STATE_HOME: this.#state, PULSE_SERVER: "unix:/nowhere", DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1", ...this.#environment },
      stdio: ["ignore", "pipe", "pipe"],
    }));
    createInterface({ input: child.stderr! }).on("line", (line) => this.#output.push(line));
    await new Promise<void>((served, failed) => {
      const limit = setTimeout(() => failed(new Error(`livegenre does not serve:\n${this.log}`)), START_MS);
      child.once("exit", (code) => {
        clearTimeout(limit);
        failed(new Error(`livegenre ended with ${code}:\n${this.log}`));
      });
      createInterface({ input: child.stdout! }).on("line", (line) => {
        this.#output.push(line);
        // Event 302 of the pipeline's log: where the page is served.
        const url = /\[302\].* (http:\/\/\S+)$/.exec(line)?.[1];
        if (url) {
          clearTimeout(limit);
          this.#url = url;
          served();
        }
      });
    });
  }

  /** Kills it, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolved) => child.once("exit", resolved));
      child.kill("SIGKILL");
      await ended;
    }
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#state, { recursive: true, force: true });
  }

  /** Whether it knows a method: `AdminService/GetAccess`. */
  async knows(method: string): Promise<boolean> {
    const response = await fetch(`${this.#url}/livegenre.v1.${method}`, {
      method: "POST",
      headers: { "content-type": "application/grpc-web+proto" },
      body: new Uint8Array(5), // one empty message
      signal: AbortSignal.timeout(20_000),
    });
    const status = response.headers.get("grpc-status") ?? /grpc-status: ?(\d+)/i.exec(await response.text())?.[1];
    return status !== "12";
  }
}

/** A file of the build, `KIND` being how it was built last. */
export function builtPath(file: string): string {
  const path = ["release", "debug"].map((kind) => join(repository, "artifacts/bin", file.replace("KIND", kind))).find(existsSync);
  if (!path) {
    throw new Error(`there is no ${file}: dotnet build -c Release`);
  }
  return path;
}
