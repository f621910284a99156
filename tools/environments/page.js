// In browsers: predicts hello.wav, extracts features in web workers, trains, and leaves what came out on `globalThis`.
import { featureTable, loadModel } from "affekt";
import { Classifier, presetModel } from "affekt/models";

async function main() {
  const wasmPaths = new URLSearchParams(location.search).get("wasmPaths") ?? undefined;
  const model = await loadModel("/model.onnx", { wasmPaths });
  const clip = await (await fetch("/hello.wav")).blob();
  const { probabilities } = await model.predictAudio(clip);
  const files = ["one.wav", "two.wav"].map((name) => new File([clip], name));
  const { rows } = await featureTable(files, { jobs: 2, wasmPaths });
  const classifier = new Classifier({ model: presetModel("logistic") });
  await classifier.fit([[0], [1]], ["low", "high"]);
  const learned = await classifier.predict([[0.9]]);
  return { probabilities, widths: rows.map(({ values }) => values.length), learned };
}

main().then(
  (answer) => (globalThis.answer = answer),
  (error) => (globalThis.answer = { error: String(error) }),
);
