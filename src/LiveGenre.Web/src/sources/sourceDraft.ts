import type { Device, SourceSettings } from "../protocol/livegenre/v1/admin_pb";
import type { TargetDraft } from "./targetDraft";
import { targetDraftOf, targetOf } from "./targetDraft";

/** A source as a form holds it: everything is text. */
export interface SourceDraft {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Counted from 0; empty mixes all. */
  readonly channel: string;
  readonly loop: boolean;
  /** IANA name; empty is the daemon's. */
  readonly timeZone: string;
  /** What genres are called here, by the model's own name; empty leaves it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly targets: readonly TargetDraft[];
}

export const NEW_SOURCE: SourceDraft = { id: "", name: "", address: "", channel: "", loop: false, timeZone: "", labels: {}, targets: [] };

/** What a source that is there would be changed from. */
export function draftOf(settings: SourceSettings): SourceDraft {
  return {
    id: settings.sourceId,
    name: settings.displayName,
    address: settings.address,
    channel: settings.channel === undefined ? "" : `${settings.channel}`,
    loop: settings.loop,
    timeZone: settings.timeZone,
    labels: settings.labels,
    targets: settings.targets.map(targetDraftOf),
  };
}

/** A new source that listens to a device. */
export function draftFor(device: Pick<Device, "address" | "displayName">, takenIds: readonly string[]): SourceDraft {
  return { ...NEW_SOURCE, id: freeId(device.displayName, takenIds), name: device.displayName, address: device.address };
}

/** What the daemon is asked to save. */
export function settingsOf(draft: SourceDraft) {
  return {
    sourceId: draft.id.trim(),
    displayName: draft.name.trim(),
    address: draft.address.trim(),
    ...(draft.channel.trim() === "" ? {} : { channel: Number(draft.channel) }),
    loop: draft.loop,
    timeZone: draft.timeZone.trim(),
    labels: Object.fromEntries(Object.entries(draft.labels).flatMap(([genre, name]) => (name.trim() ? [[genre, name.trim()]] : []))),
    targets: draft.targets.map(targetOf),
  };
}

/** An id made of a name: `Studio A (USB)` becomes `studio-a-usb`; one that is taken gets a number. */
export function freeId(name: string, takenIds: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
  const id = plain || "source";
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!takenIds.includes(candidate)) {
      return candidate;
    }
  }
}
