import type { GenreClient } from "../connection/client";
import { Bell } from "../connection/pause";
import { watchSound } from "../connection/watchSound";
import type { Level, SoundFormat, WatchSoundResponse } from "../protocol/livegenre/v1/livegenre_pb";
import { toMillis, toSeconds } from "../words/time";
import { SoundRing } from "./soundRing";

/** The past that is kept, seconds: more than the widest screen shows. */
const KEPT_SECONDS = 64;

/** Mel frames a column. */
const FRAMES_PER_COLUMN = 2;

/** How the picture of a sound does. */
export type SoundLink = "waiting" | "live" | "lost" | "unsupported";

/** The newest clipping, by the daemon's clock. */
export interface Clipped {
  readonly endMs: number;
  readonly sampleCount: number;
}

/** The sound of one source as the page shows it: a ring of columns for the picture, the newest level for the meter. */
export class LiveSound {
  readonly #client: GenreClient;
  readonly #sourceId: string;
  readonly #bell = new Bell();
  #stream: AbortController | undefined;
  #link: SoundLink = $state("waiting");
  #format: SoundFormat | undefined = $state.raw();
  #ring: SoundRing | undefined = $state.raw();
  #level: Level | undefined = $state.raw();
  #clipped: Clipped | undefined = $state.raw();
  /** Told of the first new column; for the one picture that draws it. */
  onColumns: ((first: number) => void) | undefined;

  constructor(client: GenreClient, sourceId: string) {
    this.#client = client;
    this.#sourceId = sourceId;
  }

  get link(): SoundLink {
    return this.#link;
  }

  /** What the columns mean; undefined until the stream has said it. */
  get format(): SoundFormat | undefined {
    return this.#format;
  }

  get ring(): SoundRing | undefined {
    return this.#ring;
  }

  /** Of the newest columns; undefined while none come. */
  get level(): Level | undefined {
    return this.#link === "live" ? this.#level : undefined;
  }

  get clipped(): Clipped | undefined {
    return this.#clipped;
  }

  open(): void {
    if (!this.#stream) {
      this.#stream = new AbortController();
      const listener = {
        heard: (response: WatchSoundResponse) => this.#hear(response),
        lost: () => this.#lose(),
        unsupported: () => (this.#link = "unsupported"),
      };
      void watchSound(this.#client, this.#sourceId, FRAMES_PER_COLUMN, listener, this.#bell, this.#stream.signal);
    }
  }

  close(): void {
    this.#stream?.abort();
    this.#stream = undefined;
    this.#lose();
  }

  /** Tries at once if it waits to be tried again. */
  tryNow(): void {
    this.#bell.ring();
  }

  #lose(): void {
    if (this.#link === "live") {
      this.#link = "lost";
    }
    this.#level = undefined;
  }

  #hear({ response }: WatchSoundResponse): void {
    if (response.case === "format") {
      this.#begin(response.value);
    } else if (response.case === "columns" && this.#ring) {
      const { level } = response.value;
      this.#link = "live";
      this.#level = level;
      const first = this.#ring.add(response.value);
      if (level && level.clippedSampleCount > 0 && response.value.startTime) {
        const lengthMs = response.value.columnCount * this.#ring.columnSeconds * 1000;
        this.#clipped = { endMs: toMillis(response.value.startTime) + lengthMs, sampleCount: level.clippedSampleCount };
      }
      this.onColumns?.(first);
    }
  }

  /** A stream that comes back in the same format draws on in the same picture. */
  #begin(format: SoundFormat): void {
    const columnSeconds = toSeconds(format.columnDuration);
    const isSame = this.#ring?.bandCount === format.melBandCount && this.#ring.columnSeconds === columnSeconds;
    if (!isSame && columnSeconds > 0 && format.melBandCount > 0) {
      this.#ring = new SoundRing(format.melBandCount, columnSeconds, Math.ceil(KEPT_SECONDS / columnSeconds));
    }
    this.#format = format;
  }
}
