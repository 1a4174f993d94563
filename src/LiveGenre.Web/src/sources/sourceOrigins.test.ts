import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { AdminService } from "../protocol/livegenre/v1/admin_pb";
import { SourceOrigins } from "./sourceOrigins.svelte";

it("asks once for each source where it comes from; one that cannot be asked counts as free", async () => {
  const asked: string[] = [];
  const transport = createRouterTransport(({ service }) =>
    service(AdminService, {
      getSourceSettings: ({ sourceId }) => {
        asked.push(sourceId);
        if (sourceId === "gone") {
          throw new ConnectError("gone", Code.NotFound);
        }
        return { fromConfiguration: sourceId === "main" };
      },
    }),
  );
  const origins = new SourceOrigins(createClient(AdminService, transport));
  expect(origins.isConfigured("main")).toBeUndefined();
  await origins.ask(["main", "added", "gone"]);
  await origins.ask(["main", "added", "gone"]);
  expect(["main", "added", "gone"].map((id) => origins.isConfigured(id))).toEqual([true, false, false]);
  expect(asked).toEqual(["main", "added", "gone"]);
});
