// Runs an ONNX model on a batch: node onnx_runtime.cjs PACKAGE MODEL INPUT.f32 SHAPE OUTPUTS TIMES
// Writes OUTPUTS/<name>.f32, and prints {"shapes": {name: [...]}, "ms": [...]}, one thread, TIMES runs after the first.
const fs = require("fs");
const [, , home, model, input, shape, outputs, times] = process.argv;
const ort = require(home);

async function main() {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const values = new Float32Array(new Uint8Array(fs.readFileSync(input)).buffer);
  const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", values, JSON.parse(shape)) };
  const results = await session.run(feeds);
  const [shapes, ms] = [{}, []];
  for (const [name, tensor] of Object.entries(results)) {
    shapes[name] = tensor.dims;
    fs.writeFileSync(`${outputs}/${name}.f32`, Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
  }
  for (let n = 0; n < Number(times); n++) {
    const started = process.hrtime.bigint();
    await session.run(feeds);
    ms.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  console.log(JSON.stringify({ shapes, ms }));
}

main().catch(error => { console.error(error.message); process.exit(1); });
