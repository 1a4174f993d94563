import { troubleWords } from "../connection/trouble";

/** The form's names of what the protocol calls otherwise. */
const FIELDS: Readonly<Record<string, string>> = {
  source_id: "The id",
  display_name: "The name",
  address: "The address",
  channel: "The channel",
  time_zone: "The time zone",
};

/** Why a source was not saved, in the words of the form: the daemon names fields, calls and addresses as programs know them. */
export function sourceTrouble(error: unknown): string {
  return troubleWords(error)
    .replace(/^settings\.(\w+) =/, (whole, field: string) => FIELDS[field] ?? whole)
    .replace(/settings:Targets:(\d+):?/g, (_, index: string) => `Target ${Number(index) + 1}: `)
    .replace(/settings\.labels:?/g, "Names of genres: ")
    .replace(/; choose another, or change that source with .*$/, "; choose another.")
    .replace(/: SOURCE '[^']*': /, ": ")
    .replace(/SOURCE is pulse:.*a URL \(([^)]*)\).*$/, "An address is a device (pulse:NAME, portaudio:NAME) or a stream ($1).")
    .replace(/SOURCE\b/, "it");
}
