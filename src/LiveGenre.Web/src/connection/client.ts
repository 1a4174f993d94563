import type { Client, Interceptor } from "@connectrpc/connect";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { AdminService } from "../protocol/livegenre/v1/admin_pb";
import { AlertService } from "../protocol/livegenre/v1/alerts_pb";
import { HistoryService } from "../protocol/livegenre/v1/history_pb";
import { GenreService } from "../protocol/livegenre/v1/livegenre_pb";

/** The daemon's live service. */
export type GenreClient = Client<typeof GenreService>;

/** What was on air. */
export type HistoryClient = Client<typeof HistoryService>;

/** What needs a person. */
export type AlertClient = Client<typeof AlertService>;

/** What an administrator changes. */
export type AdminClient = Client<typeof AdminService>;

/** All services of one daemon. */
export interface Daemon {
  readonly genre: GenreClient;
  readonly history: HistoryClient;
  readonly alerts: AlertClient;
  readonly admin: AdminClient;
}

/** Longest that a question with one answer may take, milliseconds. */
export const CALL_TIMEOUT_MS = 5000;

/** Longest that a question about a long history may take, milliseconds. */
export const LONG_CALL_TIMEOUT_MS = 20_000;

/**
 * Clients of the daemon that delivered this page, over gRPC-Web.
 * @param token what each call shows as its bearer token; empty shows none
 */
export function connect(token: () => string): Daemon {
  const transport = createGrpcWebTransport({ baseUrl: location.origin, interceptors: [bearer(token)] });
  return {
    genre: createClient(GenreService, transport),
    history: createClient(HistoryService, transport),
    alerts: createClient(AlertService, transport),
    admin: createClient(AdminService, transport),
  };
}

/** Shows the token with each call, as it is at that moment. */
export function bearer(token: () => string): Interceptor {
  return (next) => (request) => {
    const value = token();
    if (value !== "") {
      request.header.set("Authorization", `Bearer ${value}`);
    }
    return next(request);
  };
}

/** Whether a call failed because the daemon is older than this page, or built without the service. */
export function isUnimplemented(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Unimplemented;
}

/** Whether a call failed for want of a token, or of one that may do more. */
export function isRefused(error: unknown): boolean {
  const { code } = ConnectError.from(error);
  return code === Code.Unauthenticated || code === Code.PermissionDenied;
}
