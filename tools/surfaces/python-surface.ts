import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exportWaveform } from "../../src/node/export-waveform.ts";
import type { Difference } from "./compare.ts";
import type { Probabilities, TestRecording } from "./surface.ts";

const SCRIPT = fileURLToPath(new URL("../check_waveform_model.py", import.meta.url));

/** How the exported model in Python's onnxruntime differs. @throws where that is more than is allowed */
export async function comparePython(
  python: string,
  { model, folder, recordings, expected }: PythonOptions,
): Promise<Difference> {
  const exported = join(folder, "waveform.onnx");
  await exportWaveform(model, exported);
  const predictions = recordings.map(({ file }, i) => {
    const probabilities = Object.entries(expected[i]!)
      .map(([emotion, probability]) => ({ emotion, probability }))
      .sort((a, b) => b.probability - a.probability);
    return { file, emotion: probabilities[0]!.emotion, probabilities };
  });
  const told = join(folder, "predictions.json");
  writeFileSync(told, JSON.stringify({ predictions }));
  return JSON.parse(
    execFileSync(python, [SCRIPT, exported, told], { encoding: "utf8" }),
  ) as Difference;
}

interface PythonOptions {
  readonly model: string;
  readonly folder: string;
  readonly recordings: readonly TestRecording[];
  readonly expected: readonly Probabilities[];
}
