/**
 * The token of a screen that nobody types on, such as a browser source: `#token=…` of its address, which the browser keeps
 * to itself, else what was entered in this tab.
 */
export function screenToken(hash: string, stored: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? stored;
}
