import { troubleWords } from "../connection/trouble";

/** Why a source was not saved, in the words of the form: the daemon names targets and genres as its settings do. */
export function sourceTrouble(error: unknown): string {
  return troubleWords(error)
    .replace(/settings:Targets:(\d+):?/g, (_, index: string) => `Target ${Number(index) + 1}: `)
    .replace(/settings\.labels:?/g, "Names of genres: ")
    .replace(/; choose another, or change that source with .*$/, "; choose another.");
}
