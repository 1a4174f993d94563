// What is on air, from Node.js.
//
// Once:  npm install --no-save --no-package-lock @grpc/grpc-js @grpc/proto-loader
// Then:  node docs/examples/watch.js [HOST:PORT [SOURCE_ID]]
//
// The source is needed where there are several. A daemon that asks for a token finds it in LIVEGENRE_TOKEN.
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

const [address = "127.0.0.1:5081", source = ""] = process.argv.slice(2);
const metadata = new grpc.Metadata();
if (process.env.LIVEGENRE_TOKEN) metadata.set("authorization", `Bearer ${process.env.LIVEGENRE_TOKEN}`);
const client = new GenreService(address, grpc.credentials.createInsecure());
const stream = client.WatchGenre({ source_id: source, updates: "UPDATES_CHANGES" }, metadata);
stream.on("data", ({ snapshot, window = snapshot?.window }) => {
  if (snapshot) console.log("source", snapshot.source.source_id); // the first message: what is on air already
  if (window) {
    const { label, confidence } = window.decision;
    console.log(label.padEnd(12), `${Math.round(100 * confidence)}%`.padStart(4), "", window.activity);
  }
});
stream.on("error", ({ code, details }) => {
  console.error(`${grpc.status[code]}: ${details}`);
  process.exitCode = 1;
});
