// One recording's emotion, from the start of the process to its exit, against the same in Python (librosa with scikit-learn or Keras).
// node bench/predict.ts --python PYTHON --audio FILE --mlp MODEL.onnx --cnn MODEL.onnx --peer-mlp MODEL.joblib --peer-cnn MODEL.keras [--runs 5]
// The models: affekt train … --model mlp|cnn, and bench/python/make_models.py.
import { parseArgs } from "node:util";
import { COMMAND, median, printTable, pythonScript, runOnOneCore } from "./peer.ts";

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    audio: { type: "string", default: "" },
    mlp: { type: "string", default: "" },
    cnn: { type: "string", default: "" },
    "peer-mlp": { type: "string", default: "" },
    "peer-cnn": { type: "string", default: "" },
    runs: { type: "string", default: "5" },
  },
});

function seconds(program: string, args: readonly string[]): number {
  const runs = Array.from(
    { length: Number(values.runs) },
    () => runOnOneCore(program, args).seconds,
  );
  return median(runs);
}

const rows = (["mlp", "cnn"] as const).map((kind) => {
  const ours = seconds(process.execPath, [
    COMMAND,
    "predict",
    values[kind],
    values.audio,
    "--json",
  ]);
  const model = values[`peer-${kind}`];
  const args = [pythonScript("predict_one.py"), "--model", model, "--audio", values.audio];
  const peer = seconds(values.python, [...args, "--kind", kind]);
  return [kind, ours, peer, peer / ours];
});
console.log(
  `one recording, process start to exit, one core, median of ${values.runs} runs, seconds`,
);
printTable([["", "Affekt", "Python", "ratio"], ...rows]);
