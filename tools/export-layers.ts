// Writes a model of every layer, as trained networks are written, with its expected output, for tools/check_onnx.py.
// node tools/export-layers.ts FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../src/math/statistics/random.ts";
import { GOLDEN_LAYERS, GOLDEN_ROWS, layerOf } from "../src/network/golden-layers.fixture.ts";
import { inferenceGraph } from "../src/network/graphs/inference-graph.ts";
import { input, type SymbolicTensor } from "../src/network/symbolic-tensor.ts";
import { activation, dropout, gaussianNoise } from "../src/network/layers.ts";
import { network } from "../src/network/network.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";

const [folder = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const runtime = await nodeRuntime();
const random = new Random(1);
const values = (size: number): Float32Array =>
  Float32Array.from({ length: size }, () => random.normal());

for (const [i, [name, golden]] of GOLDEN_LAYERS.entries()) {
  const { layer, shapes, lengths } = golden;
  const [shape = []] = shapes;
  if (shapes.some((other) => other.join() !== shape.join())) continue; // a network has one input, from which those of merging layers follow
  const start = input(shape, { lengths: lengths !== undefined });
  const others = shapes
    .slice(1)
    .map((): SymbolicTensor => activation({ activation: "tanh" })(start));
  const x = layerOf(golden)(start, ...others);
  const described = network(start, gaussianNoise({ stddev: 0.1 })(dropout({ rate: 0.1 })(x)));
  const parameters = values(described.size).map((value, at) => {
    const { kind } = described.parameters.find(({ offset, size }) => at < offset + size)!;
    return kind === "statistic" ? Math.abs(value) : value;
  });
  const model = inferenceGraph(described, { parameters, metadata: { layer: name } });
  const features = values(GOLDEN_ROWS * described.columns);
  const feeds = {
    features: {
      data: layer === "logarithm" ? features.map(Math.abs) : features,
      dims: [GOLDEN_ROWS, ...described.rowShape],
    },
    ...(lengths && { lengths: { data: Float32Array.from(lengths), dims: [GOLDEN_ROWS] } }),
  };
  const session = await runtime.createSession(model);
  const { probabilities } = await session.run(feeds);
  await session.release();
  const listed = Object.entries(feeds).map(([key, { data, dims }]) => [
    key,
    { data: [...data], dims },
  ]);
  const file = join(folder, String(i).padStart(3, "0"));
  writeFileSync(`${file}.onnx`, model);
  writeFileSync(
    `${file}.json`,
    JSON.stringify({ name, feeds: Object.fromEntries(listed), answer: [...probabilities!.data] }),
  );
}
