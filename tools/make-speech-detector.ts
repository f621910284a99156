// Trains the detector of speech on CREMA-D and EMO-DB against synthetic noise and music, and writes src/encoder/speech-weights.ts:
// node tools/make-speech-detector.ts CREMA-D-FOLDER EMO-DB-FOLDER
import { writeFile } from "node:fs/promises";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { columnsOf } from "../src/features/sets/columns.ts";
import { featureSet } from "../src/features/sets/sets.ts";
import { encodedClipValues } from "../src/features/sets/vector.ts";
import { concatRows, matrixFromRows, rowOf } from "../src/math/linear-algebra/matrix.ts";
import { modelSpec } from "../src/models/model-spec.ts";
import { trainOnRows } from "../src/models/training/train-on-rows.ts";
import "../src/node/default-runtime.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { SHIPPED_AUGMENTATION } from "../src/node/shipped-models.ts";
import { sounds } from "./sounds/sounds.ts";

const LAYER = 2;
const SOUNDS_OF_EACH_KIND = 25;
/** The share of speech, copies with noise, room and line included, that may be refused. */
const REFUSED = 0.002;
/** Where the threshold lies between the highest score of other sounds (0) and that of the share of speech that is refused (1). */
const THRESHOLD_PLACE = 0.5;

const folders = process.argv.slice(2);
if (folders.length !== 2) throw new Error("give the folders of CREMA-D and EMO-DB");
const set = featureSet("speech");
const names = columnsOf(set);
const columns = names.flatMap((name, i) =>
  new RegExp(`^encoder_${LAYER}_\\d+$`).test(name) ? [i] : [],
);
const pick = (values: ArrayLike<number>): Float32Array =>
  Float32Array.from(columns, (c) => values[c]!);

const { X, augmented } = labelledClips(
  await featureTable(folders, {
    set,
    augmentation: SHIPPED_AUGMENTATION,
    cache: true,
    onWarning: console.warn,
  }),
);
const heard = concatRows(X, augmented!.X);
const speech = Array.from({ length: heard.rows }, (_, row) => pick(rowOf(heard, row)));
const others: Float32Array[] = [];
for (const { samples } of sounds("training", SOUNDS_OF_EACH_KIND)) {
  others.push(pick(await encodedClipValues(samples, { set })));
}
const trained = await trainOnRows(
  {
    spec: modelSpec("lda", { shrinkage: 0.1, classWeight: "balanced" }),
    X: matrixFromRows([...speech, ...others]),
    y: [...speech.map(() => "speech"), ...others.map(() => "other")],
  },
  { runtime: await nodeRuntime() },
);
const { parameters, scaler } = trained; // kernel [columns, (other, speech)], bias
const weights = columns.map(
  (_, i) => (parameters[2 * i + 1]! - parameters[2 * i]!) / scaler!.scale[i]!,
);
const scoreOf = (values: Float32Array): number =>
  weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0);
const speechScores = speech.map(scoreOf).sort((a, b) => a - b);
const otherScores = others.map(scoreOf).sort((a, b) => a - b);
const threshold =
  THRESHOLD_PLACE * speechScores[Math.floor(REFUSED * speech.length)]! +
  (1 - THRESHOLD_PLACE) * otherScores.at(-1)!;
const scale = 1 / (speechScores[Math.floor(speech.length / 2)]! - threshold); // typical speech scores 1
const rounded = (value: number): number => Number((scale * value).toPrecision(5));
console.log(
  `speech from ${rounded(speechScores[0]! - threshold)}, ${100 * REFUSED} % under ${rounded(speechScores[Math.floor(REFUSED * speech.length)]! - threshold)}; others up to ${rounded(otherScores.at(-1)! - threshold)}`,
);
await writeFile(
  new URL("../src/encoder/speech-weights.ts", import.meta.url),
  `// Made by tools/make-speech-detector.ts from CREMA-D (ODbL 1.0), EMO-DB and synthetic sounds.

/** The layer of the encoder whose means over time are weighed. */
export const SPEECH_LAYER = ${LAYER};

/** The score of speech with weights 0. A score above 0 is speech. */
export const SPEECH_BIAS = ${rounded(-threshold)};

/** The weight of each mean. */
export const SPEECH_WEIGHTS: readonly number[] = [
  ${weights.map(rounded).join(", ")},
];
`,
);
