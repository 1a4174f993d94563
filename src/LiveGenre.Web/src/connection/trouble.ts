import { Code, ConnectError } from "@connectrpc/connect";

/** Why a call failed, as a sentence for the person in front of the page. */
export function troubleWords(error: unknown): string {
  const { code, rawMessage, cause } = ConnectError.from(error);
  if (cause instanceof TypeError) {
    // What fetch throws when no response came, or it broke off.
    return "The daemon does not answer.";
  }
  switch (code) {
    case Code.DeadlineExceeded:
      return "The daemon takes too long to answer.";
    case Code.Unauthenticated:
    case Code.PermissionDenied:
      return `The daemon refuses: ${rawMessage}`;
    default:
      return rawMessage || "The connection broke off.";
  }
}
