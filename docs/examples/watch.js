// What is on air, from Node.js.
//
// Once:  npm install --no-save --no-package-lock @grpc/grpc-js @grpc/proto-loader
// Then:  node docs/examples/watch.js [HOST:PORT]
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const protoLoader = require("@grpc/proto-loader");

const definition = protoLoader.loadSync("livegenre/v1/livegenre.proto", {
  includeDirs: [path.join(__dirname, "../../protos")],
  keepCase: true,
  enums: String,
  defaults: true,
  oneofs: true,
});
const { GenreService } = grpc.loadPackageDefinition(definition).livegenre.v1;

const client = new GenreService(process.argv[2] ?? "127.0.0.1:5081", grpc.credentials.createInsecure());
const stream = client.WatchGenre({ updates: "UPDATES_CHANGES" });
stream.on("data", ({ event, window }) => {
  if (event === "window") {
    const { label, confidence } = window.decision;
    console.log(label.padEnd(12), `${Math.round(100 * confidence)} %`, window.activity);
  }
});
stream.on("error", ({ code, details }) => {
  console.error(`${grpc.status[code]}: ${details}`);
  process.exitCode = 1;
});
