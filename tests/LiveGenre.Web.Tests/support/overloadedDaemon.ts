import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { builtPath } from "./daemon";

/** A real daemon whose model cannot keep up with its sources, fm and web, until it is relieved. The tests of the daemon have it. */
export class OverloadedDaemon {
  readonly #process: ChildProcess;
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(): Promise<OverloadedDaemon> {
    const child = spawn("dotnet", [builtPath("LiveGenre.Daemon.Tests/KIND/LiveGenre.Daemon.Tests.dll"), "overloaded-daemon"], {
      env: { ...process.env, PULSE_SERVER: "unix:/nowhere", DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout! })) {
      if (line.startsWith("http://")) {
        child.stdout!.resume();
        return new OverloadedDaemon(child, line);
      }
    }
    throw new Error("the overloaded daemon does not serve");
  }

  /** Takes the load off it. */
  relieve(): void {
    this.#process.stdin!.write("\n");
  }

  /** Ends it, and waits until it has. */
  async dispose(): Promise<void> {
    const ended = new Promise((resolved) => this.#process.once("exit", resolved));
    this.#process.stdin!.end();
    await ended;
  }
}
