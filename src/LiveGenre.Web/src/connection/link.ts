/** Whether what the page shows is of now. Times are milliseconds since 1970 on the browser's clock. */
export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | {
      readonly kind: "lost";
      readonly sinceMs: number;
      readonly reason: string;
      readonly retryAtMs: number;
      /** Whether the daemon answers, and wants a token, or another. */
      readonly isRefused: boolean;
    };

export const CONNECTING: Link = { kind: "connecting" };
export const LIVE: Link = { kind: "live" };

/** The link after a failure: a row of failures counts from its first. */
export function lost(before: Link, nowMs: number, reason: string, retryMs: number, isRefused = false): Link {
  return { kind: "lost", sinceMs: before.kind === "lost" ? before.sinceMs : nowMs, reason, retryAtMs: nowMs + retryMs, isRefused };
}
