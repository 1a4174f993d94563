import { Activity } from "../protocol/livegenre/v1/livegenre_pb";

/** Decision labels that are no genre, as the protocol spells them. */
export const UNKNOWN = "unknown";
export const NONE = "none";

const SPELLINGS: Readonly<Record<string, string>> = { hiphop: "Hip hop" };

const ACTIVITIES: Readonly<Record<Activity, string>> = {
  [Activity.UNSPECIFIED]: "Not known",
  [Activity.MUSIC]: "Music",
  [Activity.SPEECH]: "Speech",
  [Activity.SPEECH_OVER_MUSIC]: "Speech over music",
  [Activity.NOISE]: "Noise",
  [Activity.SILENCE]: "Silence",
};

/** A genre as people write it: `Hip hop`, `Drum and bass`. */
export function genreName(label: string): string {
  const words = label.replaceAll(/[_-]+/g, " ");
  return SPELLINGS[label] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** An activity in words. */
export function activityName(activity: Activity): string {
  return ACTIVITIES[activity] ?? ACTIVITIES[Activity.UNSPECIFIED];
}

/** What is heard over or beside a genre, as an aside to its name: `speech over music`; empty where that is music alone. */
export function decisionAside(label: string, activity: Activity): string {
  return label === NONE || activity === Activity.MUSIC ? "" : activityName(activity).toLowerCase();
}

/** What a decision says is on air: the genre, or the activity where no genre applies. */
export function decisionName(label: string, activity: Activity): string {
  if (label === NONE) {
    return activityName(activity);
  }
  return label === UNKNOWN ? "Unknown" : genreName(label);
}
