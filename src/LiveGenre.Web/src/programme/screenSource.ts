import { isHeard } from "../words/states";
import type { LiveSource } from "./liveSource.svelte";

/**
 * Chooses the source of a screen whose address names none: the first that is heard, else the first. Once one was heard it
 * stays, whatever becomes of it: a screen does not leave its programme for another.
 */
export class ScreenSource {
  #settledId: string | undefined;

  choose(sources: readonly LiveSource[]): LiveSource | undefined {
    const settled = sources.find(({ id }) => id === this.#settledId);
    const heard = sources.find(({ view }) => isHeard(view.source.state));
    this.#settledId = (settled ?? heard)?.id;
    return settled ?? heard ?? sources[0];
  }
}
