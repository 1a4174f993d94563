import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const RATE_HZ = 22_050;
const STEP_MS = 100;

/** What a station sends. */
export type Sound = "tones" | "silence" | "clipping";

/** An internet radio on this machine: endless WAV at the pace of a clock, of a sound that a test changes. */
export class Station {
  readonly #server: Server;
  readonly #listeners = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;
  #position = 0;
  #sentMs = Date.now();
  sound: Sound = "tones";

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (_, response: ServerResponse) => {
      response.writeHead(200, { "content-type": "audio/wav" });
      response.write(wavHeader());
      this.#listeners.add(response);
      response.on("close", () => this.#listeners.delete(response));
    });
    this.#timer = setInterval(() => this.#send(), STEP_MS);
  }

  static async start(): Promise<Station> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Station(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/station.wav`;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listeners.forEach((listener) => listener.destroy());
    this.#server.close();
  }

  #send(): void {
    const nowMs = Date.now();
    const count = Math.min(RATE_HZ, Math.round(((nowMs - this.#sentMs) / 1000) * RATE_HZ));
    this.#sentMs = nowMs;
    const block = Buffer.alloc(count * 2);
    for (let i = 0; i < count; i++) {
      block.writeInt16LE(this.#sample(this.#position + i), i * 2);
    }
    this.#position += count;
    this.#listeners.forEach((listener) => listener.write(block));
  }

  #sample(position: number): number {
    if (this.sound === "silence") {
      return 0;
    }
    const seconds = position / RATE_HZ;
    const step = Math.floor(seconds * 4) % 8; // eight notes a bar of two seconds
    const value = Math.sin(2 * Math.PI * 220 * 2 ** (step / 4) * seconds) * (this.sound === "clipping" ? 3 : 0.3);
    return Math.round(32767 * Math.max(-1, Math.min(1, value)));
  }
}

/** 16-bit mono, of a length that says endless. */
function wavHeader(): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(0xffffffff, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(RATE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(0xffffffff, 40);
  return header;
}
