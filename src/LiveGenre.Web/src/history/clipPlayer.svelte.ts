import type { HistoryClient } from "../connection/client";
import { troubleWords } from "../connection/trouble";

/** Plays one clip at a time. Decoded in the page: its Content-Security-Policy needs no exception for media. */
export class ClipPlayer {
  readonly #client: HistoryClient;
  #playing: string | undefined = $state();
  #trouble = $state("");
  #call: AbortController | undefined;
  #context: AudioContext | undefined;
  #node: AudioBufferSourceNode | undefined;

  constructor(client: HistoryClient) {
    this.#client = client;
  }

  /** The clip that plays or is fetched; undefined while none is. */
  get playing(): string | undefined {
    return this.#playing;
  }

  /** Why the last one did not play; empty where it did. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Plays a clip, or stops it if it plays. */
  async toggle(evidenceId: string): Promise<void> {
    const isSame = this.#playing === evidenceId;
    this.stop();
    if (isSame) {
      return;
    }
    const call = (this.#call = new AbortController());
    this.#playing = evidenceId;
    this.#trouble = "";
    try {
      // Made within the click: browsers let a page make sound only then.
      this.#context ??= new AudioContext();
      await this.#context.resume();
      const clip = await this.#context.decodeAudioData(await this.#fetch(evidenceId, call.signal));
      if (call.signal.aborted) {
        return;
      }
      const node = (this.#node = this.#context.createBufferSource());
      node.buffer = clip;
      node.connect(this.#context.destination);
      node.onended = () => {
        if (this.#node === node) {
          this.stop();
        }
      };
      node.start();
    } catch (error) {
      if (!call.signal.aborted) {
        this.#playing = undefined;
        this.#trouble = error instanceof DOMException ? "This browser cannot play the clip." : troubleWords(error);
      }
    }
  }

  stop(): void {
    this.#call?.abort();
    this.#node?.stop();
    this.#node = undefined;
    this.#playing = undefined;
  }

  async #fetch(evidenceId: string, signal: AbortSignal): Promise<ArrayBuffer> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const { data } of this.#client.getEvidence({ evidenceId }, { signal })) {
      pieces.push(data as Uint8Array<ArrayBuffer>);
    }
    return new Blob(pieces).arrayBuffer();
  }
}
