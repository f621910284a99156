import { AffektError, assertArgument, plainError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
import { bestTrial, paretoFront } from "./best-trial.ts";
import type { Goals } from "./goals.ts";
import { optimize, type OptimizeOptions, type Objective } from "./optimize.ts";
import type { Decision, Pruner } from "./pruners/pruner.ts";
import type { Sampler } from "./samplers/sampler.ts";
import { checkParams, type CompleteSpace, type Params, type Value } from "./space/space.ts";
import type { StudyDefinition, StudyStore } from "./store.ts";
import { isFinished, type Trial } from "./trial.ts";

/** The result of a trial. */
export interface Outcome {
  /** By name; a number is that of the only objective. */
  readonly values: number | Readonly<Record<string, number>>;
  /** Further details. */
  readonly details?: Value | undefined;
}

/** The end of a trial: a result, a stop by the decision on its last report, or an error. */
export type Ending = Outcome | "stopped" | { readonly error: unknown };

/** The parts of a study. */
export interface StudyParts {
  readonly definition: StudyDefinition;
  readonly sampler: Sampler;
  readonly pruner: Pruner;
  readonly store: StudyStore;
}

/** A search for good parameters: it suggests trials, takes their results and stores them. Made by `createStudy`. */
export class Study {
  readonly #parts: StudyParts;
  readonly #trials: Trial[];
  /** Trials that continue first: those that ran when the study was left, and those that are resumed. */
  readonly #interrupted: number[];
  readonly #waiting: Params[] = [];
  readonly #decisions = new Map<number, Decision>();
  /** When the present work on a trial began, by `performance.now()`. */
  readonly #begun = new Map<number, number>();

  constructor(parts: StudyParts, trials: readonly Trial[]) {
    this.#parts = parts;
    this.#trials = [...trials];
    this.#interrupted = trials
      .filter(({ state }) => state === "running")
      .map(({ number }) => number);
  }

  get definition(): StudyDefinition {
    return this.#parts.definition;
  }

  get space(): CompleteSpace {
    return this.definition.space;
  }

  get goals(): Goals {
    return this.definition;
  }

  /** All trials, in the order of their numbers. */
  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** The best complete trial by the first objective that keeps the constraints. */
  get best(): Trial | undefined {
    return bestTrial(this.#trials, this.goals);
  }

  /** The complete trials that no other is better than in all objectives. */
  get front(): Trial[] {
    return paretoFront(this.#trials, this.goals);
  }

  /**
   * Tries these parameters next, before those that the sampler suggests.
   * @throws {AffektError} `invalid-argument` for parameters that are not of the space.
   */
  enqueue(params: Params): void {
    checkParams(this.space, params);
    this.#waiting.push(params);
  }

  /**
   * Continues a paused trial next, independent of the pruner.
   * @throws {AffektError} `invalid-argument` for a trial that is not paused.
   */
  resume(number: number): void {
    const state = this.#trials[number]?.state;
    assertArgument(
      state === "paused",
      `study: trial ${number} ${state === undefined ? "does not exist" : `is ${state}`}, so it cannot continue`,
    );
    this.#interrupted.push(number);
  }

  /**
   * The next trial: an interrupted one, a paused one that continues, or, up to `most` trials, a new one. Undefined if there is none now.
   */
  async ask({ most = Infinity, worker }: AskOptions = {}): Promise<Trial | undefined> {
    const trial = this.#next() ?? (this.#trials.length < most ? this.#begin() : undefined);
    if (trial === undefined) return undefined;
    const { ended: _, ...rest } = trial;
    const running: Trial = { ...rest, state: "running", ...(worker !== undefined && { worker }) };
    this.#begun.set(trial.number, performance.now());
    await this.#keep(running);
    return running;
  }

  #next(): Trial | undefined {
    const interrupted = this.#interrupted.shift();
    if (interrupted !== undefined) return this.#trials[interrupted];
    const { pruner } = this.#parts;
    return pruner.promote?.({ goals: this.goals, trials: this.#trials });
  }

  #begin(): Trial | undefined {
    const number = this.#trials.length;
    const { seed } = this.definition;
    const waiting = this.#waiting.shift();
    const suggestion =
      waiting === undefined
        ? this.#parts.sampler.suggest({
            space: this.space,
            goals: this.goals,
            trials: this.#trials,
            number,
            random: Random.of(seed, "sampler", number),
          })
        : { params: waiting };
    return (
      suggestion && {
        number,
        state: "running",
        ...suggestion,
        seed: Random.of(seed, "trial", number).uint32(),
        reports: [],
        started: new Date().toISOString(),
        seconds: 0,
      }
    );
  }

  /** Takes a value that a running trial has at a step, such as its score after an epoch, and decides whether it continues. */
  async report(number: number, step: number, value: number): Promise<Decision> {
    const trial = this.#running(number);
    const last = trial.reports.at(-1)?.step ?? -Infinity;
    // a trial that was interrupted may repeat steps
    if (step <= last) return "continue";
    const report = { step, value };
    const reported: Trial = { ...trial, reports: [...trial.reports, report] };
    this.#trials[number] = reported;
    await this.#parts.store.saveReport(number, report);
    const decision = Number.isFinite(value)
      ? this.#parts.pruner.judge(reported, { goals: this.goals, trials: this.#trials })
      : "stop";
    this.#decisions.set(number, decision);
    return decision;
  }

  /** Notes who works on a running trial. */
  async assign(number: number, worker: string): Promise<void> {
    const trial = this.#running(number);
    if (trial.worker !== worker) await this.#keep({ ...trial, worker });
  }

  /** Stores a checkpoint of a running trial. It must be structured-cloneable. */
  async keep(number: number, checkpoint: unknown): Promise<void> {
    this.#running(number);
    await this.#parts.store.saveCheckpoint(number, checkpoint);
  }

  /** The checkpoint of a trial, if there is one. */
  async checkpointOf(number: number): Promise<unknown> {
    return this.#parts.store.loadCheckpoint(number);
  }

  /**
   * Ends the work on a running trial.
   * @throws {AffektError} `invalid-argument` for a trial that does not run, and for an objective without a value.
   */
  async tell(number: number, ending: Ending): Promise<Trial> {
    const trial = this.#running(number);
    const decision = this.#decisions.get(number);
    const ended = this.#ended(trial, ending, decision);
    const begun = this.#begun.get(number) ?? performance.now();
    const told: Trial = {
      ...trial,
      ...ended,
      seconds: trial.seconds + (performance.now() - begun) / 1000,
      ended: new Date().toISOString(),
    };
    this.#decisions.delete(number);
    this.#begun.delete(number);
    await this.#keep(told);
    if (isFinished(told)) await this.#parts.store.saveCheckpoint(number, undefined);
    return told;
  }

  #ended(trial: Trial, ending: Ending, decision: Decision | undefined): Partial<Trial> {
    if (ending === "stopped") return { state: decision === "pause" ? "paused" : "pruned" };
    if ("error" in ending) return { state: "failed", error: plainError(ending.error) };
    const { values: given, details } = ending;
    const names = Object.keys(this.goals.objectives);
    const values = typeof given === "number" ? { [names[0]!]: given } : given;
    const missing = names.find((name) => !Number.isFinite(values[name]));
    if (missing !== undefined) {
      const error = new AffektError(
        "diverged",
        `trial ${trial.number}: ${missing} is ${values[missing] ?? "missing"}, which is no finite number`,
      );
      return { state: "failed", error: plainError(error) };
    }
    return { state: "complete", values, ...(details !== undefined && { details }) };
  }

  /** Ends the study. Paused trials count as pruned. */
  async finish(): Promise<void> {
    for (const trial of this.#trials) {
      if (trial.state !== "paused") continue;
      await this.#keep({ ...trial, state: "pruned" });
      await this.#parts.store.saveCheckpoint(trial.number, undefined);
    }
  }

  /** Runs trials of an objective until there are enough; see `OptimizeOptions`. @throws {AffektError} `interrupted` */
  optimize(objective: Objective, options: OptimizeOptions): Promise<void> {
    return optimize(this, objective, options);
  }

  #running(number: number): Trial {
    const trial = this.#trials[number];
    assertArgument(
      trial?.state === "running",
      `study: trial ${number} ${trial === undefined ? "does not exist" : `is ${trial.state}`}, so nothing can be told of it`,
    );
    return trial;
  }

  async #keep(trial: Trial): Promise<void> {
    this.#trials[trial.number] = trial;
    await this.#parts.store.saveTrial(trial);
  }
}

/** Options of `Study.ask`. */
export interface AskOptions {
  /** The maximum number of trials of the study. */
  readonly most?: number;
  /** The worker of the trial. */
  readonly worker?: string;
}
