import { AffektError } from "../../errors.ts";
import { type Comparison, comparePredictions } from "../../metrics/comparison/compare.ts";
import { predictionsOf } from "./study-contents.ts";
import { StudyFile } from "./study-file.ts";

/** The winners of one study against those of another one, on the same clips. */
export interface StudyComparison extends Comparison {
  readonly first: string;
  readonly second: string;
}

/**
 * Compares what the winners of two studies predicted.
 * @throws {AffektError} `bad-data` for a study whose folds are not all tested; `mismatch` where they were tested on other clips.
 */
export function compareStudies(first: string, second: string, seed: number): StudyComparison {
  const [ours, theirs] = [first, second].map((file) => {
    using study = StudyFile.read(file);
    const predictions = predictionsOf(study);
    if (predictions !== undefined) return predictions;
    throw new AffektError(
      "bad-data",
      `${file}: not all folds are tested; continue with affekt tune --resume`,
    );
  });
  const answers = new Map(theirs!.map(({ clip, predicted }) => [clip, predicted]));
  if (answers.size !== ours!.length || ours!.some(({ clip }) => !answers.has(clip))) {
    throw new AffektError(
      "mismatch",
      `${first} and ${second} were tested on different clips and cannot be compared`,
    );
  }
  const labels = [...new Set([...ours!, ...theirs!].map(({ emotion }) => emotion))];
  const indexOf = (label: string): number => labels.indexOf(label);
  return {
    first,
    second,
    ...comparePredictions(
      {
        trueIndices: ours!.map(({ emotion }) => indexOf(emotion)),
        first: ours!.map(({ predicted }) => indexOf(predicted)),
        second: ours!.map(({ clip }) => indexOf(answers.get(clip)!)),
        speakerIds: ours!.map(({ speaker }) => speaker),
        classes: labels.length,
      },
      seed,
    ),
  };
}
