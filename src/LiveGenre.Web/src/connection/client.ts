import type { Client } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { GenreService } from "../protocol/livegenre/v1/livegenre_pb";

/** The daemon's service. */
export type GenreClient = Client<typeof GenreService>;

/** Longest that a question with one answer may take, milliseconds. */
export const CALL_TIMEOUT_MS = 5000;

/** A client of the daemon that delivered this page, over gRPC-Web. */
export function genreClient(): GenreClient {
  return createClient(GenreService, createGrpcWebTransport({ baseUrl: location.origin }));
}
