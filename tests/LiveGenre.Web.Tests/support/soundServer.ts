import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RATE_HZ = 44_100;

/** A PulseAudio of a test's own, with one output, `onair`, that a tone can be played to. */
export class SoundServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "livegenre-pulse-"));
  readonly #server: ChildProcess;
  #player: ChildProcess | undefined;

  private constructor() {
    this.#server = spawn(
      "pulseaudio",
      ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-L", `module-native-protocol-unix socket=${this.#socket} auth-anonymous=1`, "-L", `module-null-sink sink_name=onair rate=${RATE_HZ}`],
      { env: { ...process.env, ...this.environment }, stdio: "ignore" },
    );
  }

  static get isInstalled(): boolean {
    return existsSync("/usr/bin/pulseaudio") && existsSync("/usr/bin/pacat");
  }

  /** What programs need to find it. */
  get environment(): Readonly<Record<string, string>> {
    return { PULSE_SERVER: `unix:${this.#socket}`, XDG_RUNTIME_DIR: this.#folder };
  }

  get #socket(): string {
    return join(this.#folder, "native");
  }

  static async start(): Promise<SoundServer> {
    const server = new SoundServer();
    for (let tries = 0; !existsSync(server.#socket); tries++) {
      if (tries > 300) {
        server.stop();
        throw new Error("pulseaudio does not start");
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return server;
  }

  /** Plays a tone until the end. */
  play(): void {
    const second = Buffer.alloc(RATE_HZ * 2);
    for (let i = 0; i < RATE_HZ; i++) {
      second.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / RATE_HZ)), i * 2);
    }
    const player = (this.#player = spawn("pacat", ["--playback", "--device=onair", "--format=s16le", `--rate=${RATE_HZ}`, "--channels=1", "--raw"], {
      env: { ...process.env, ...this.environment },
      stdio: ["pipe", "ignore", "ignore"],
    }));
    const feed = () => player.stdin!.write(second, (error) => error ?? feed());
    player.stdin!.on("error", () => undefined); // it ends with the test
    feed();
  }

  stop(): void {
    this.#player?.kill();
    this.#server.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
