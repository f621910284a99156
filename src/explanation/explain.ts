import { AffektError, assertArgument } from "../errors.ts";
import { featureGroups } from "../evaluation/explanation/permuted-features.ts";
import { clipsToPredict } from "../features/extraction/extract.ts";
import { stackClips } from "../features/extraction/stack-clips.ts";
import {
  concatRows,
  type Matrix,
  rowOf,
  rowShape,
  selectRows,
} from "../math/linear-algebra/matrix.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import type { EmotionModel } from "../prediction/emotion-model.ts";
import { predictionOf } from "../prediction/prediction.ts";
import { unfitError } from "../prediction/recording-predictor.ts";
import type { Explanation, Influence } from "./explanation.ts";
import { Occlusion } from "./occlusion.ts";

/** The longest recording that is explained. */
export const LONGEST_EXPLAINED = 30;

/** Smaller probabilities count as this one, so that log odds are finite. */
const LEAST = 1e-12;

/** Options of `explainSamples`. */
export interface ExplainOptions {
  /** In Hz. */
  readonly sampleRate: number;
  /** Default: the most probable one. */
  readonly emotion?: string | undefined;
  /** For messages. */
  readonly name?: string;
  /** Called as recordings without a part are predicted. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Explains a model's decision for a recording by occlusion (Zeiler and Fergus, 2014, https://arxiv.org/abs/1311.2901): parts of the sound are
 * removed, groups of features are replaced by their mean over the training, and the change of the emotion's probability is measured. The same
 * way for every kind of model. Parts that say the same are found in neither.
 * @throws {AffektError} `invalid-argument` for an emotion that the model does not know; `too-long` for more than 30 s; `too-short`, `silent`;
 * `interrupted`.
 */
export async function explainSamples(
  model: EmotionModel,
  samples: Float32Array,
  { sampleRate, emotion: wanted, name = "recording", onProgress, signal }: ExplainOptions,
): Promise<Explanation> {
  const { labels, featureSet: set } = model;
  assertArgument(
    wanted === undefined || labels.includes(wanted),
    `explain: the model knows ${labels.join(", ")}, not ${wanted}`,
  );
  const durationSeconds = samples.length / sampleRate;
  if (durationSeconds > LONGEST_EXPLAINED) {
    throw new AffektError(
      "too-long",
      `${name}: ${durationSeconds.toFixed(1)} s are too long to be explained; choose up to ${LONGEST_EXPLAINED} s (--from, --to)`,
    );
  }
  const whole = await featuresOf(model, samples, { sampleRate, name, signal, isWhole: true });
  const heard = rowOf(await model.predictProba(whole), 0);
  const { probabilities } = predictionOf(labels, heard);
  const emotion = wanted ?? probabilities[0]!.emotion;
  const own = labels.indexOf(emotion);
  const { probability } = probabilities.find((one) => one.emotion === emotion)!;
  const influences = async (rows: Matrix): Promise<Influence[]> => {
    const changed = await model.predictProba(rows);
    return Array.from({ length: rows.rows }, (_, row) => {
      const without = rowOf(changed, row);
      return {
        probability: without[own]!,
        influence: logOdds(heard, own) - logOdds(without, own),
      };
    });
  };

  const occlusion = new Occlusion(samples, sampleRate, Math.min(sampleRate, set.sampleRate) / 2);
  const { times, bands } = occlusion;
  const regions = times.flatMap((time, t) => bands.map((band, b) => ({ ...time, ...band, t, b })));
  const parts = [
    ...times.map((_, time) => ({ time })),
    ...bands.map((_, band) => ({ band })),
    ...regions.map(({ t, b }) => ({ time: t, band: b })),
  ];
  let rows: Matrix | undefined;
  for (const [done, part] of parts.entries()) {
    throwIfAborted(signal, "the explanation was interrupted");
    onProgress?.(done, parts.length);
    const changed = occlusion.without(part);
    const row = await featuresOf(model, changed, { sampleRate, name, signal, isWhole: false });
    rows = rows === undefined ? row : concatRows(rows, row);
  }
  onProgress?.(parts.length, parts.length);
  const found = await influences(rows!);
  const means = model.featureMeans;
  const groups = means === undefined ? [] : featureGroups(set);
  const replaced =
    groups.length === 0 ? [] : await influences(withoutGroups(whole, groups, means!));
  return {
    emotion,
    probability,
    probabilities,
    durationSeconds,
    set: set.name,
    times: times.map((time, t) => ({ ...time, ...found[t]! })),
    bands: bands.map((band, b) => ({ ...band, ...found[times.length + b]! })),
    regions: regions.map(({ t: _, b: __, ...region }, r) => ({
      ...region,
      ...found[times.length + bands.length + r]!,
    })),
    features: groups
      .map(({ name: features, columns }, g) => ({
        features,
        columns: columns.length,
        ...replaced[g]!,
      }))
      .sort((a, b) => Math.abs(b.influence) - Math.abs(a.influence)),
  };
}

interface FeatureOptions extends Pick<ExplainOptions, "sampleRate" | "signal"> {
  readonly name: string;
  /** Whether the samples are the recording itself, which must be fit to be predicted. */
  readonly isWhole: boolean;
}

/** The features of a recording as one row. */
async function featuresOf(
  { featureSet: set, info }: EmotionModel,
  samples: Float32Array,
  { sampleRate, name, signal, isWhole }: FeatureOptions,
): Promise<Matrix> {
  const audio = { channels: [samples], sampleRate };
  const clips = clipsToPredict(audio, { set, windowing: "whole", name, signal });
  const { value: clip, done } = await clips.next();
  await clips.return(undefined as never);
  if (done === true) throw unfitError({ state: "too-short", durationSeconds: 0 }, name);
  const { state, durationSeconds } = clip;
  if (isWhole && state !== "ok") throw unfitError({ state, durationSeconds }, name);
  return stackClips([clip.values], set, info.features.clipSeconds);
}

/** A row once for each group of its columns, with the group replaced by the means of the training; of a sequence in all frames but padding. */
function withoutGroups(
  row: Matrix,
  groups: readonly { readonly columns: readonly number[] }[],
  means: Float32Array,
): Matrix {
  const copies = selectRows(
    row,
    groups.map(() => 0),
  );
  const width = rowShape(row).at(-1)!;
  const frames = row.sequences?.lengths[0] ?? 1;
  for (const [g, { columns }] of groups.entries()) {
    const values = rowOf(copies, g);
    for (let frame = 0; frame < frames; frame++) {
      for (const column of columns) values[frame * width + column] = means[column]!;
    }
  }
  return copies;
}

/** The natural log odds of a class. The other probabilities are summed, since float32 tells 1 from what is near it badly. */
function logOdds(probabilities: Float32Array, own: number): number {
  let others = 0;
  for (const [c, probability] of probabilities.entries()) if (c !== own) others += probability;
  return Math.log(Math.max(probabilities[own]!, LEAST) / Math.max(others, LEAST));
}
