import "../node/default-runtime.ts";
import { basename } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { collectAudio } from "../audio/audio-stream.ts";
import { mixToMono } from "../audio/mix.ts";
import type { AudioData } from "../audio/audio-data.ts";
import { assertArgument } from "../errors.ts";
import { explainSamples } from "../explanation/explain.ts";
import type { Explanation, Influence } from "../explanation/explanation.ts";
import { explanationPage } from "../explanation/explanation-page.ts";
import { explanationSvg } from "../explanation/explanation-svg.ts";
import {
  bandText,
  explanationWords,
  influenceText,
  percentOf,
  timeText,
} from "../explanation/explanation-words.ts";
import { openRecording } from "../node/decoding/open-recording.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { loadModel } from "../node/load-model.ts";
import { drawnSpan } from "../pictures/pictured-recording.ts";
import { splitInputs } from "./options/model-argument.ts";
import { command, type CommonOptions, fromZero } from "./options/options.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { print, printJson } from "./terminal/output.ts";
import { Progress } from "./terminal/progress.ts";
import { warn } from "./terminal/warning.ts";

interface Options extends CommonOptions {
  readonly output?: string;
  readonly emotion?: string;
  readonly from: number;
  readonly to?: number;
}

/** The number of parts that are printed, the strongest ones. */
const SHOWN = 3;

/** `affekt explain`: what carried a model's decision. */
export function explainCommand(): Command {
  return command(
    "explain",
    "show which parts of a recording and which features decided a prediction",
    `affekt explain angry.wav -o angry.html
affekt explain model.onnx talk.mp3 --from 60 --to 70 --emotion sad -o sad.svg`,
  )
    .argument(
      "<inputs...>",
      "optionally a model first (ravdess-8 or a file from affekt train; default: the model that ships); then a recording of up to 30 s, - for standard input",
    )
    .option("-o, --output <file>", "output file, .html or .svg", pictureFile)
    .option("--emotion <name>", "explain this emotion (default: the most probable one)")
    .option("--from <s>", "start at this second", fromZero, 0)
    .option("--to <s>", "end at this second", fromZero)
    .action(run);
}

function pictureFile(file: string): string {
  if (/\.(svg|html)$/i.test(file)) return file;
  throw new InvalidArgumentError("It must end in .html or .svg.");
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const { output, emotion, from, to = Infinity, json } = options;
  assertArgument(to > from, `--to must be after --from, got ${to} and ${from}`);
  const { model: modelFile, names } = await splitInputs(inputs);
  const [file = "", ...others] = names;
  assertArgument(others.length === 0, "explain takes one recording at a time");
  const isSvg = output !== undefined && /\.svg$/i.test(output);
  if (output !== undefined) {
    const kind = isSvg ? "an SVG picture" : "an HTML page";
    await checkOutput(output, { kind, inputs });
  }
  const model = await loadModel(modelFile);
  try {
    await interruptible(async (signal) => {
      const name = file === "-" ? "standard input" : file;
      const whole = await collectAudio(await openRecording(file));
      for (const warning of whole.warnings) warn(`${name}: ${warning}`);
      const audio = cut(whole, name, from, to);
      const progress = new Progress("regions");
      const explanation = await explainSamples(model, audio.channels[0]!, {
        sampleRate: audio.sampleRate,
        emotion,
        name,
        onProgress: (done, all) => progress.show(done, all),
        signal,
      });
      progress.end("explained");
      if (output !== undefined) {
        const draw = isSvg ? explanationSvg : explanationPage;
        await writeOutputFile(output, await draw({ name: basename(name), audio }, explanation));
      }
      if (json) printJson({ file: name, fromSeconds: from, ...explanation });
      else print(describe(explanation));
    });
  } finally {
    await model.release();
  }
}

/** A part of a recording in mono. */
function cut(audio: AudioData, name: string, from: number, to: number): AudioData {
  const { startSeconds, endSeconds } = drawnSpan({ name, audio }, from, to);
  const { sampleRate } = audio;
  const samples = mixToMono(audio).slice(
    Math.floor(startSeconds * sampleRate),
    Math.ceil(endSeconds * sampleRate),
  );
  return { ...audio, channels: [samples] };
}

function describe(explanation: Explanation): string {
  const { emotion, probability, probabilities, times, bands, features } = explanation;
  const others = probabilities
    .filter((one) => one.emotion !== emotion)
    .slice(0, SHOWN)
    .map((one) => `${one.emotion} ${percentOf(one.probability)}`)
    .join(", ");
  const strongest = <T extends Influence>(parts: readonly T[], text: (part: T) => string) =>
    parts
      .toSorted((a, b) => b.influence - a.influence)
      .slice(0, SHOWN)
      .map((part) => [text(part), part] as const);
  const rows = [
    ...strongest(times, timeText),
    ...strongest(bands, bandText),
    ...strongest(features, (own) => own.features),
  ];
  const widest = Math.max(...rows.map(([text]) => text.length));
  return [
    `${emotion} ${percentOf(probability)}; ${others}`,
    "",
    ...explanationWords(explanation),
    "",
    `without${" ".repeat(Math.max(1, widest - 5))}influence  probability`,
    ...rows.map(
      ([text, own]) =>
        `${text.padEnd(widest)}  ${influenceText(own.influence).padStart(9)}  ${percentOf(own.probability).padStart(11)}`,
    ),
  ].join("\n");
}
