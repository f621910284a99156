// In Node, Bun and Deno: predicts hello.wav, extracts features in threads, and prints what came out.
import { featureTable, loadModel } from "affekt";

const model = await loadModel("model.onnx");
const { probabilities } = await model.predictFile("hello.wav");
await model.release();
const { rows } = await featureTable(["clips.csv"], { jobs: 2 });
console.log(JSON.stringify({ probabilities, widths: rows.map(({ values }) => values.length) }));
