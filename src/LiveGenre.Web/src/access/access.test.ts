import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { bearer } from "../connection/client";
import { AdminService, Role } from "../protocol/livegenre/v1/admin_pb";
import { Access } from "./access.svelte";

/** A daemon that knows two tokens, and what the page has stored. */
function setUp(isOld = false) {
  const stored = new Map<string, string>();
  const store = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const roles: Record<string, Role> = { "Bearer reads": Role.READ, "Bearer rules": Role.ADMIN };
  const newAccess = () => {
    const access = new Access(store);
    const transport = createRouterTransport(
      ({ service }) => {
        service(AdminService, {
          getAccess: (_, { requestHeader }) => {
            if (isOld) {
              throw new ConnectError("unknown", Code.Unimplemented);
            }
            const shown = requestHeader.get("Authorization");
            const role = shown === null ? Role.NONE : roles[shown];
            if (role === undefined) {
              throw new ConnectError("no such token", Code.Unauthenticated);
            }
            return { role, daemonVersion: "1.2", warnings: ["It listens beyond this machine."] };
          },
        });
      },
      { transport: { interceptors: [bearer(() => access.token)] } },
    );
    return { access, admin: createClient(AdminService, transport) };
  };
  return { stored, newAccess, ...newAccess() };
}

it("a daemon that asks for a token is shut without one", async () => {
  const { access, admin } = setUp();
  await access.ask(admin);
  expect([access.isKnown, access.isShut, access.isAdmin, access.daemonVersion]).toEqual([true, true, false, "1.2"]);
  expect(access.warnings).toEqual(["It listens beyond this machine."]);
});

it("a token that opens it is kept for the tab", async () => {
  const { access, admin, newAccess } = setUp();
  expect(await access.enter(" rules\n", admin, (a) => a.isAdmin)).toBe(true);
  const next = newAccess();
  await next.access.ask(next.admin);
  expect(next.access.isAdmin).toBe(true);
});

it("a token that opens too little is not kept, and the one before stays", async () => {
  const { access, admin, stored } = setUp();
  await access.enter("reads", admin, (a) => !a.isShut);
  expect(await access.enter("wrong", admin, (a) => a.isAdmin)).toBe(false);
  expect([access.token, access.isShut, ...stored.values()]).toEqual(["reads", false, "reads"]);
});

it("a token that is revoked shuts it", async () => {
  const { stored, newAccess } = setUp();
  stored.set("livegenre.token", "old");
  const { access, admin } = newAccess();
  await access.ask(admin);
  expect(access.isShut).toBe(true);
});

it("leaving forgets the token", async () => {
  const { access, admin, stored } = setUp();
  await access.enter("rules", admin, (a) => a.isAdmin);
  await access.leave(admin);
  expect([access.isShut, stored.size]).toEqual([true, 0]);
});

it("a daemon that knows no tokens may be read and not administrated", async () => {
  const { access, admin } = setUp(true);
  await access.ask(admin);
  expect([access.isShut, access.isAdmin, access.isSupported]).toEqual([false, false, false]);
});
