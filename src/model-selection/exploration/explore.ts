import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { assertArgument } from "../../errors.ts";
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
  /** Those whose folds took longer than the budget. */
  readonly unfinished: readonly { readonly model: string; readonly set: string }[];
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
  /** The budget: how long all folds of a model may take, in seconds. */
  readonly seconds?: number | undefined;
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

/**
 * Evaluates models by one protocol, each within the same budget, and measures what they take. `data` holds the clips by each feature set.
 * @throws {AffektError} `invalid-argument` where no model is within the budget. The errors of `evaluateModels`.
 */
export async function explore(data: SearchData, options: ExploreOptions): Promise<Exploration> {
  const { rungs, folds, seed, seconds, pool, runtime, onFold = () => {}, signal } = options;
  const protocol = options.protocol ?? defaultProtocol(data[0]!.clips);
  const clipsOf = ({ set }: Rung): LabelledClips => data.find((clips) => clips.set.name === set)!;
  const finished: { readonly rung: SpecifiedRung; readonly result: EvaluationResult }[] = [];
  const unfinished: SpecifiedRung[] = [];
  for (const [r, rung] of rungs.entries()) {
    const result = await within(seconds, signal, (limited) =>
      evaluateModels(clipsOf(rung), {
        candidates: [candidateOf(rung)],
        protocols: [protocol],
        folds,
        seed,
        pool,
        onFold: (done, all) => onFold(r * all + done, rungs.length * all),
        signal: limited,
      }),
    );
    if (result === undefined) unfinished.push(rung);
    else finished.push({ rung, result });
  }
  assertArgument(finished.length > 0, `explore: no model is trained within ${seconds} s`);
  const joined = joinResults(finished.map(({ result }) => result));
  const models: ExploredModel[] = [];
  for (const { rung, result } of finished) {
    const costs = await modelCosts(rung.spec, clipsOf(rung), runtime);
    models.push({ ...describe(rung, result.models[0]!, joined, rungs), ...costs });
  }
  const curves: ExploredCurve[] = [];
  for (const { rung } of finished.filter(({ rung: { model } }) => options.curves.includes(model))) {
    const curve = await learningCurve(clipsOf(rung), candidateOf(rung), { ...options, protocol });
    curves.push({ model: rung.model, set: rung.set, ...curve });
  }
  return {
    protocol,
    models,
    unfinished: unfinished.map(({ model, set }) => ({ model, set })),
    curves,
  };
}

/** What a function gives, or undefined where it is not done within so many seconds. */
async function within<T>(
  seconds: number | undefined,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T | undefined> {
  if (seconds === undefined) return run(signal);
  const timeout = AbortSignal.timeout(1000 * seconds);
  try {
    return await run(signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (timeout.aborted && signal?.aborted !== true) return undefined;
    throw error;
  }
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
