/** What of a source a page shows. */
export type SourcePart = "live" | "history" | "report";

/** A page, as its address after the `#` names it. */
export type Route =
  | { readonly page: "overview" | "alerts" | "sources" | "screens" }
  | { readonly page: "source"; readonly id: string; readonly part: SourcePart; readonly query: Readonly<Record<string, string>> };

export const OVERVIEW: Route = { page: "overview" };

/** The page of an address such as `#/source/main/history?from=…`; the overview for an address that names none. */
export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#/, "").split("?", 2);
  const [page, id, part] = path.split("/").filter(Boolean).map(decoded);
  if (page === "source" && id) {
    const query = Object.fromEntries(new URLSearchParams(search));
    return { page, id, part: part === "history" || part === "report" ? part : "live", query };
  }
  return page === "alerts" || page === "sources" || page === "screens" ? { page } : OVERVIEW;
}

/** The address of a page. */
export function routeHash(route: Route): string {
  if (route.page === "overview") {
    return "#/";
  }
  return route.page === "source" ? sourceHash(route.id, route.part, route.query) : `#/${route.page}`;
}

/** The address of a source's page. */
export function sourceHash(id: string, part: SourcePart = "live", query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  const tail = part === "live" ? "" : `/${part}`;
  return `#/source/${encodeURIComponent(id)}${tail}${search && `?${search}`}`;
}

/** A part of a path that is no valid encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
