import { groupBy } from "../group-by.ts";
import { corpusScores } from "./corpus-scores.ts";
import { pooledPredictions } from "./pooled-predictions.ts";
import { comparisonName, type ModelResult } from "./result.ts";
import { scorePredictions, seedScores } from "./score-predictions.ts";

/** The name of the result of a nested choice. */
export const NESTED_CHOICE = "nested choice";

/**
 * The result of choosing a model for each fold by its UAR over the inner folds of the fold's training speakers, for each protocol whose
 * results have inner scores. It is what to expect of the best of the models, since no tested clip had a part in the choice.
 */
export function nestedChoices(models: readonly ModelResult[], seed: number): ModelResult[] {
  return [...groupBy(models, ({ protocol }) => protocol).values()].flatMap((own) => {
    const candidates = own.filter(({ folds }) => folds.every(({ inner }) => inner !== undefined));
    return candidates.length < 2 ? [] : [chooseNested(candidates, seed)];
  });
}

function chooseNested(models: readonly ModelResult[], seed: number): ModelResult {
  const [first] = models as [ModelResult];
  const { labels } = first;
  const chosen = first.folds.map(({ seed: foldSeed, name }) => {
    const options = models.map((model) => ({
      model,
      fold: model.folds.find((fold) => fold.seed === foldSeed && fold.name === name)!,
    }));
    return options.reduce((a, b) => (b.fold.inner! > a.fold.inner! ? b : a));
  });
  const predictions = chosen.flatMap(({ model, fold }) =>
    model.predictions.filter((own) => own.seed === fold.seed && own.fold === fold.name),
  );
  const folds = chosen.map(({ model, fold }) => ({
    ...fold,
    chosen: comparisonName(model, models),
    // whoever chooses trains all of them
    seconds: models.reduce(
      (sum, { folds: all }) =>
        sum + all.find((one) => one.seed === fold.seed && one.name === fold.name)!.seconds,
      0,
    ),
  }));
  const pooled = pooledPredictions({ predictions, folds });
  const corpora = folds.filter((fold) => fold.corpora !== undefined);
  const counts = groupBy(folds, (fold) => fold.chosen);
  return {
    model: NESTED_CHOICE,
    set: [...new Set(models.map(({ set }) => set))].join(" or "),
    protocol: first.protocol,
    speakerDependent: first.speakerDependent,
    ...(first.calibration && { calibration: first.calibration }),
    labels,
    chance: first.chance,
    ...scorePredictions(pooled, labels, seed),
    seeds: first.seeds.map((own) => seedScores(own.seed, pooled, labels)),
    folds,
    predictions,
    ...(corpora.length > 0 && { corpora: corpusScores(corpora, predictions, labels, seed) }),
    seconds: {
      features: first.seconds.features,
      training: folds.reduce((sum, { seconds }) => sum + seconds, 0),
    },
    settings: {
      models: models.map((model) => comparisonName(model, models)).join(", "),
      chosen: [...counts].map(([name, own]) => `${name} in ${own.length} folds`).join(", "),
    },
    warnings: first.warnings,
  };
}
