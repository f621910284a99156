import { type Matrix, selectRows } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { groupSides } from "../../splits/speaker-sides.ts";
import { type Calibration, DISTANCE_POWER, fitCalibration } from "../inference/calibration.ts";
import { isScaled } from "../model-spec.ts";
import { predictTrained } from "../inference/predictor.ts";
import type { TrainedNetwork, TrainingInput } from "./train-on-rows.ts";

/** Parts of the training speakers that are held out in turn, until so many rows have been. */
const FOLDS = 5;
const ENOUGH_ROWS = 800;

/** Trains on some of the rows. */
type Train = (input: TrainingInput) => Promise<TrainedNetwork>;

/**
 * Measures how far a model's probabilities can be trusted, by cross-validation over the training speakers. A clip of an unknown speaker
 * counts as a speaker, together with its augmented copies. Undefined where there are too few speakers, or where no part has a row of a class that the others know.
 */
export async function calibrate(
  input: TrainingInput,
  labels: readonly string[],
  { train, runtime }: { readonly train: Train; readonly runtime: Runtime },
): Promise<Calibration | undefined> {
  const { X, y, speakers = y.map(() => undefined), sources, seed = 0 } = input;
  const clips = y.map((_, row) => ({
    speakerId: speakers[row] ?? `clip ${sources?.[row] ?? row}`,
  }));
  if (new Set(clips.map(({ speakerId }) => speakerId)).size < FOLDS) return undefined;
  const sides = groupSides(clips, FOLDS, Random.of(seed, "calibration", 0));
  const distance = X.sequences === undefined && isScaled(input.spec) ? DISTANCE_POWER : 0;
  const byDistance = { temperature: 1, distance, smoothing: 0, threshold: 0, coverage: 1 };
  const found: { readonly row: number; readonly values: Float32Array }[] = [];
  for (const { test } of sides) {
    if (found.length >= ENOUGH_ROWS) break;
    const isTested = clips.map(({ speakerId }) => test.has(speakerId));
    const rows = [...clips.keys()];
    const learned = rows.filter((row) => !isTested[row]);
    if (new Set(learned.map((row) => y[row])).size < 2) continue;
    const trained = await train({
      ...input,
      X: selectRows(X, learned),
      y: learned.map((row) => y[row]!),
    });
    const tested = rows.filter((row) => isTested[row] && trained.labels.includes(y[row]!));
    const probabilities = await predictTrained(
      { ...trained, calibration: byDistance },
      selectRows(X, tested),
      runtime,
    );
    for (const [i, row] of tested.entries()) {
      found.push({ row, values: inOrderOf(labels, trained.labels, probabilities, i) });
    }
  }
  if (found.length === 0) return undefined;
  const data = new Float32Array(found.length * labels.length);
  for (const [i, { values }] of found.entries()) data.set(values, i * labels.length);
  return fitCalibration(
    { data, rows: found.length, columns: labels.length },
    found.map(({ row }) => labels.indexOf(y[row]!)),
    {
      distance,
      ...(!speakers.includes(undefined) && {
        speakers: found.map(({ row }) => clips[row]!.speakerId),
      }),
    },
  );
}

function inOrderOf(
  labels: readonly string[],
  known: readonly string[],
  { data, columns }: Matrix,
  row: number,
): Float32Array {
  return Float32Array.from(labels, (label) => {
    const k = known.indexOf(label);
    return k === -1 ? 0 : data[row * columns + k]!;
  });
}
