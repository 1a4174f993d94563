/**
 * The token of a screen that nobody types on, such as a browser source: `#token=…` of its address, which the browser keeps
 * to itself, else what was entered in this tab.
 */
export function screenToken(hash: string, stored: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? stored;
}

/** What a screen says that the daemon refuses: in a word or two, and what whoever set it up can do. */
export function refusalWords(token: string): { readonly text: string; readonly note: string } {
  const fix = "End this page's address with #token=… and a token that reads; whoever looks after the daemon can give you one.";
  return token === ""
    ? { text: "Token needed", note: `This daemon asks for a token. ${fix}` }
    : { text: "Wrong token", note: `The daemon does not know this page's token, or no longer. ${fix}` };
}
