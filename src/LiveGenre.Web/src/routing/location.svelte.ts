import type { Route } from "./route";
import { parseRoute, routeHash } from "./route";

/** The page that the browser's address names, as it changes. */
export class PageLocation {
  #route: Route = $state.raw(parseRoute(location.hash));

  constructor() {
    window.addEventListener("hashchange", () => (this.#route = parseRoute(location.hash)));
  }

  get route(): Route {
    return this.#route;
  }

  /** Goes to a page without a step in the browser's history, such as while zooming. */
  replace(route: Route): void {
    history.replaceState(null, "", routeHash(route));
    this.#route = route;
  }
}
