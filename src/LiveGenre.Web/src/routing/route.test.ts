import { expect, it } from "vitest";
import type { Route } from "./route";
import { OVERVIEW, parseRoute, routeHash } from "./route";

it.each<Route>([
  OVERVIEW,
  { page: "alerts" },
  { page: "sources" },
  { page: "screens" },
  { page: "source", id: "main", part: "live", query: {} },
  { page: "source", id: "a/b ü?#", part: "history", query: { from: "1", to: "2" } },
  { page: "source", id: "main", part: "report", query: { period: "day" } },
])("%j is found again at its address", (route) => {
  expect(parseRoute(routeHash(route))).toEqual(route);
});

it.each(["", "#", "#/", "#/nowhere", "#/source", "#/source/"])("'%s' is the overview", (hash) => {
  expect(parseRoute(hash)).toEqual(OVERVIEW);
});

it("takes a broken encoding as it stands", () => {
  expect(parseRoute("#/source/100%")).toMatchObject({ id: "100%", part: "live" });
});
