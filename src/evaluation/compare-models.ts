import { groupBy } from "../group-by.ts";
import type { LabelledClip } from "../datasets/labelled-clips.ts";
import { comparePredictions } from "../metrics/comparison/compare.ts";
import { holm } from "../metrics/comparison/holm.ts";
import { clipKey } from "./clip-key.ts";
import { comparisonName, type ModelComparison, type ModelResult } from "./result.ts";
import { pooledPredictions } from "./pooled-predictions.ts";
import { speakersOf } from "./predicted-clip.ts";

/**
 * Compares each two models that were tested by the same protocol on the same clips. p-values are corrected for the number of comparisons
 * of a protocol.
 */
export function compareModels(models: readonly ModelResult[], seed: number): ModelComparison[] {
  return [...groupBy(models, ({ protocol }) => protocol).values()].flatMap((own) => {
    const pairs = own.flatMap((first, i) =>
      own.slice(i + 1).flatMap((second) => {
        const comparison = compare(first, second, seed);
        return comparison === undefined ? [] : [{ first, second, comparison }];
      }),
    );
    const p = holm(pairs.map(({ comparison }) => comparison.p));
    const mcnemar = holm(pairs.map(({ comparison }) => comparison.mcnemar.p));
    return pairs.map(({ first, second, comparison }, i) => ({
      protocol: first.protocol,
      speakerDependent: first.speakerDependent,
      first: comparisonName(first, own),
      second: comparisonName(second, own),
      over: first.interval.over,
      ...comparison,
      corrected: { p: p[i]!, mcnemar: mcnemar[i]! },
    }));
  });
}

/** `undefined` where the two were not tested on the same clips. */
function compare(first: ModelResult, second: ModelResult, seed: number) {
  const answers = new Map(pooledPredictions(second).map((own) => [keyOf(own), own.predicted]));
  const predictions = pooledPredictions(first);
  const keys = predictions.map(keyOf);
  if (answers.size !== keys.length || keys.some((key) => !answers.has(key))) return undefined;
  const labels = [...new Set([...first.labels, ...second.labels])];
  const clips = new Map<string, number>();
  const numberOf = (clip: LabelledClip): number => {
    const key = clipKey(clip);
    const number = clips.get(key) ?? clips.size;
    clips.set(key, number);
    return number;
  };
  return comparePredictions(
    {
      trueIndices: predictions.map(({ clip }) => labels.indexOf(clip.emotion)),
      first: predictions.map(({ predicted }) => labels.indexOf(predicted)),
      second: keys.map((key) => labels.indexOf(answers.get(key)!)),
      speakerIds: speakersOf(predictions),
      clips: predictions.map(({ clip }) => numberOf(clip)),
      classes: labels.length,
    },
    seed,
  );
}

function keyOf({ seed, fold, draw = 0, clip }: ModelResult["predictions"][number]): string {
  return `${seed}/${fold}/${draw}/${clipKey(clip)}`;
}
