import type { Candidate } from "../../evaluation/candidate.ts";
import { evaluateModels } from "../../evaluation/evaluate-models.ts";
import type { FoldJobs } from "../../evaluation/fold-job.ts";
import { joinResults } from "../../evaluation/join-results.ts";
import {
  comparisonName,
  type EvaluationResult,
  type ModelResult,
} from "../../evaluation/result.ts";
import type { Interval } from "../../metrics/bootstrap.ts";
import type { ModelSpec } from "../../models/model-spec.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import type { Pool } from "../../parallel/pool.ts";
import { defaultProtocol, type Protocol } from "../../splits/protocols.ts";
import type { SearchData } from "../search-clips.ts";
import type { Rung } from "./ladder.ts";
import { type LearningCurve, learningCurve } from "./learning-curve.ts";
import { type ModelCosts, modelCosts } from "./model-costs.ts";

/** A model of an exploration. */
export interface ExploredModel extends ModelCosts {
  readonly model: string;
  readonly set: string;
  /** Whether its features are those of the voice encoder. */
  readonly encoder: boolean;
  readonly uar: number;
  readonly interval: Interval;
  /** Of a fold, on average. */
  readonly trainingSeconds: number;
  /** Against each of the classic models, on the same clips; p is corrected for the number of comparisons. */
  readonly against: readonly {
    readonly model: string;
    readonly difference: number;
    readonly interval: Interval;
    readonly p: number;
  }[];
}

/** A model's scores by the number of training speakers and of training clips. */
export interface ExploredCurve extends LearningCurve {
  readonly model: string;
  readonly set: string;
}

/** Models under one protocol. */
export interface Exploration {
  readonly protocol: Protocol;
  readonly models: readonly ExploredModel[];
  readonly curves: readonly ExploredCurve[];
}

/** A rung with its model. */
export interface SpecifiedRung extends Rung {
  readonly spec: ModelSpec;
}

/** Options of `explore`. */
export interface ExploreOptions {
  readonly rungs: readonly SpecifiedRung[];
  readonly protocol?: Protocol | undefined;
  readonly folds?: number | undefined;
  readonly seed: number;
  /** The models that learning curves are made of. */
  readonly curves: readonly string[];
  /** The numbers of training speakers and of training clips of the curves. */
  readonly speakers: readonly number[];
  readonly clips: readonly number[];
  readonly pool: Pool<FoldJobs>;
  /** Measures how long predictions take. */
  readonly runtime: Runtime;
  readonly onFold?: ((finished: number, folds: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Evaluates models by one protocol and measures what they take. `data` holds the clips by each feature set. @throws as `evaluateModels` */
export async function explore(data: SearchData, options: ExploreOptions): Promise<Exploration> {
  const { rungs, folds, seed, pool, runtime, onFold = () => {}, signal } = options;
  const protocol = options.protocol ?? defaultProtocol(data[0]!.clips);
  const groups = data.map((labelled) => ({
    labelled,
    own: rungs.filter(({ set }) => set === labelled.set.name),
  }));
  const results: EvaluationResult[] = [];
  let before = 0;
  for (const { labelled, own } of groups) {
    let folded = 0;
    const result = await evaluateModels(labelled, {
      candidates: own.map(candidateOf),
      protocols: [protocol],
      folds,
      seed,
      pool,
      onFold: (finished, all) => {
        folded = all;
        onFold(before + finished, Math.round((all / own.length) * rungs.length));
      },
      signal,
    });
    before += folded;
    results.push(result);
  }
  const joined = joinResults(results);
  const models: ExploredModel[] = [];
  for (const [g, { labelled, own }] of groups.entries()) {
    for (const [i, rung] of own.entries()) {
      const costs = await modelCosts(rung.spec, labelled, runtime);
      models.push({ ...describe(rung, results[g]!.models[i]!, joined, rungs), ...costs });
    }
  }
  const curves: ExploredCurve[] = [];
  for (const name of options.curves) {
    const rung = rungs.find(({ model }) => model === name)!;
    const { labelled } = groups.find((group) => group.own.includes(rung))!;
    const curve = await learningCurve(labelled, candidateOf(rung), { ...options, protocol });
    curves.push({ model: name, set: rung.set, ...curve });
  }
  const placeOf = ({ model, set }: ExploredModel): number =>
    rungs.findIndex((rung) => rung.model === model && rung.set === set);
  return { protocol, models: models.toSorted((a, b) => placeOf(a) - placeOf(b)), curves };
}

function candidateOf({ model, spec }: SpecifiedRung): Candidate {
  return { name: model, model: spec };
}

function describe(
  { model, set, encoder = false }: Rung,
  result: ModelResult,
  { models, comparisons }: EvaluationResult,
  rungs: readonly Rung[],
): Omit<ExploredModel, keyof ModelCosts> {
  const name = comparisonName(result, models);
  const classic = models.filter((one) =>
    rungs.some((rung) => rung.classic === true && rung.model === one.model && rung.set === one.set),
  );
  return {
    model,
    set,
    encoder,
    uar: result.uar,
    interval: result.interval.uar,
    trainingSeconds: result.seconds.training / result.folds.length,
    against: classic.flatMap((one) => {
      const other = comparisonName(one, models);
      const found = comparisons.find(({ first, second }) =>
        [`${first}\n${second}`, `${second}\n${first}`].includes(`${name}\n${other}`),
      );
      if (found === undefined) return [];
      const sign = found.first === name ? 1 : -1;
      const [low, high] = found.interval;
      return {
        model: one.model,
        difference: sign * found.difference,
        interval: sign === 1 ? found.interval : ([-high, -low] as const),
        p: found.corrected.p,
      };
    }),
  };
}
