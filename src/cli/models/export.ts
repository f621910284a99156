import type { Command } from "commander";
import { checkOutput } from "../../node/files/output-check.ts";
import { exportWaveform } from "../../node/export-waveform.ts";
import { fileOf } from "../../node/load-model.ts";
import { command, type CommonOptions } from "../options/options.ts";
import { print, printJson } from "../terminal/output.ts";

interface Options extends CommonOptions {
  readonly waveform: true;
  readonly output: string;
}

/** `affekt export`: a model as an ONNX file for other programs. */
export function exportCommand(): Command {
  return command(
    "export",
    "write a model to one ONNX file that takes samples instead of features",
    "affekt export default --waveform -o emotion.onnx",
  )
    .argument("<model>", "default, ravdess-8 or a model file from affekt train --model speech")
    .requiredOption(
      "--waveform",
      "take mono samples at 16 kHz [1, samples], 0.1 to 15 s, and give probabilities [1, emotions]",
    )
    .requiredOption("-o, --output <file>", "output file")
    .action(run);
}

async function run(model: string, { output, json }: Options): Promise<void> {
  await checkOutput(output, { kind: "an ONNX model", inputs: [fileOf(model)] });
  const bytes = await exportWaveform(model, output);
  if (json) printJson({ model, output, bytes });
  else print(`wrote ${output}: ${(bytes / 1e6).toFixed(1)} MB`);
}
