import { describe, expect, test, vi } from "vitest";
import { createStudy, type StudyOptions } from "./create-study.ts";
import type { ActiveTrial } from "./optimize.ts";
import type { Space } from "./space/space.ts";
import type { StoredStudy, StudyDefinition, StudyStore } from "./store.ts";
import type { Trial } from "./trial.ts";

const SPACE: Space = { x: { type: "float", low: -1, high: 1 } };

const square = async ({ params }: Pick<ActiveTrial, "params">): Promise<number> =>
  (params["x"] as number) ** 2;

/** A store whose content outlives the study, as that of a file. */
function lastingStore(): StudyStore & { readonly log: string[] } {
  let definition: StudyDefinition | undefined;
  const trials: Trial[] = [];
  const checkpoints = new Map<number, unknown>();
  const log: string[] = [];
  return {
    log,
    load: (): StoredStudy | undefined => definition && { definition, trials: [...trials] },
    create: (given) => void (definition = given),
    saveTrial(trial) {
      log.push(`${trial.number} ${trial.state}`);
      const { reports = [] } = trials[trial.number] ?? {};
      trials[trial.number] = { ...trial, reports };
    },
    saveReport(number, report) {
      const trial = trials[number]!;
      trials[number] = { ...trial, reports: [...trial.reports, report] };
    },
    saveCheckpoint(number, checkpoint) {
      if (checkpoint === undefined) checkpoints.delete(number);
      else checkpoints.set(number, structuredClone(checkpoint));
    },
    loadCheckpoint: (number) => checkpoints.get(number),
  };
}

test("ask and tell", async () => {
  const study = await createStudy({ space: SPACE });
  const first = (await study.ask({ worker: "me" }))!;
  expect(first).toMatchObject({ number: 0, state: "running", worker: "me", reports: [] });
  const told = await study.tell(0, { values: 0.5, details: { note: "fine" } });
  expect(told).toMatchObject({
    state: "complete",
    values: { value: 0.5 },
    details: { note: "fine" },
  });
  expect(told.seconds).toBeGreaterThanOrEqual(0);
  await study.ask();
  await study.tell(1, { error: new Error("a bug") });
  await study.ask();
  expect(study.trials.map(({ state }) => state)).toEqual(["complete", "failed", "running"]);
  expect(study.trials[1]!.error).toEqual({ message: "a bug" });
  expect(study.best).toBe(told);
  expect(await study.ask({ most: 3 })).toBeUndefined();
});

test("what is told of a trial that does not run is refused", async () => {
  const study = await createStudy({ space: SPACE });
  await study.ask();
  await study.tell(0, { values: 1 });
  await expect(study.tell(0, { values: 2 })).rejects.toThrow(
    "study: trial 0 is complete, so nothing",
  );
  await expect(study.report(7, 1, 1)).rejects.toThrow("study: trial 7 does not exist");
  expect(study.trials[0]!.values).toEqual({ value: 1 });
});

test("a paused trial goes on when it is resumed", async () => {
  const study = await createStudy({ space: SPACE, pruner: { name: "asha" } });
  await study.ask();
  await study.report(0, 1, 0);
  await study.tell(0, "stopped");
  expect(study.trials[0]!.state).toBe("paused");
  expect(await study.ask({ most: 1 })).toBeUndefined();
  study.resume(0);
  expect(await study.ask({ most: 1 })).toMatchObject({ number: 0, state: "running" });
  expect(() => study.resume(0)).toThrow("study: trial 0 is running, so it cannot continue");
});

test("a trial without a finite value for each objective fails", async () => {
  const study = await createStudy({
    space: SPACE,
    objectives: { uar: "maximize", bytes: "minimize" },
  });
  for (const values of [{ uar: 1 }, { uar: Number.NaN, bytes: 1 }]) {
    const { number } = (await study.ask())!;
    expect((await study.tell(number, { values })).error).toMatchObject({ code: "diverged" });
  }
  expect(study.trials[0]!.error!.message).toContain("trial 0: bytes is missing");
});

describe("optimize", () => {
  test("finds the minimum; the same seed, the same trials", async () => {
    const run = async (seed: number) => {
      const study = await createStudy({ space: SPACE, seed });
      await study.optimize(square, { trials: 40 });
      return study.trials.map(({ params }) => params);
    };
    const [first, again, other] = await Promise.all([run(1), run(1), run(2)]);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    const best = Math.min(...first.map(({ x }) => Math.abs(x as number)));
    expect(best).toBeLessThan(0.02);
  });

  test("given parameters come first; those that are not of the space are refused", async () => {
    const study = await createStudy({ space: SPACE });
    study.enqueue({ x: 0.25 });
    await study.optimize(square, { trials: 2 });
    expect(study.trials[0]).toMatchObject({ params: { x: 0.25 }, values: { value: 0.0625 } });
    expect(() => study.enqueue({ x: 7 })).toThrow("params: x cannot be 7");
  });

  test("an objective that throws fails its trial, and the study goes on", async () => {
    const study = await createStudy({ space: SPACE });
    await study.optimize(
      async ({ number }) => {
        if (number % 2 === 1) throw new Error(`no ${number}`);
        return number;
      },
      { trials: 6 },
    );
    expect(study.trials.map(({ error }) => error?.message)).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => (n % 2 === 1 ? `no ${n}` : undefined)),
    );
  });

  test("several at once, never more", async () => {
    const study = await createStudy({ space: SPACE });
    let [now, most] = [0, 0];
    await study.optimize(
      async (trial) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now--;
        return square(trial);
      },
      { trials: 20, concurrency: 4 },
    );
    expect(most).toBe(4);
    expect(study.trials).toHaveLength(20);
  });

  test("no trial begins when the time is over", async () => {
    const study = await createStudy({ space: SPACE });
    await study.optimize(square, { seconds: 0 });
    expect(study.trials).toHaveLength(0);
  });

  test("interrupted, it goes on with the trials that ran, from what they kept", async () => {
    const store = lastingStore();
    const options: StudyOptions = { space: SPACE, store, sampler: { name: "random" } };
    const stop = new AbortController();
    const seen: string[] = [];
    const objective = async (trial: ActiveTrial): Promise<number> => {
      let epoch = (trial.checkpoint as { epoch: number } | undefined)?.epoch ?? 0;
      while (epoch < 4) {
        seen.push(`${trial.number}.${++epoch}`);
        await trial.report(epoch, epoch);
        await trial.keep({ epoch });
        if (trial.number === 2 && epoch === 2 && !stop.signal.aborted) {
          stop.abort("enough");
          await new Promise(() => {});
        }
      }
      return square(trial);
    };
    const first = await createStudy(options);
    await expect(
      first.optimize(objective, { trials: 5, signal: stop.signal }),
    ).rejects.toMatchObject({ code: "interrupted", cause: "enough" });
    const second = await createStudy(options);
    await second.optimize(objective, { trials: 5 });
    const wanted = [0, 1, 2, 3, 4].flatMap((n) => [1, 2, 3, 4].map((epoch) => `${n}.${epoch}`));
    expect(seen).toEqual(wanted);
    const undisturbed = await createStudy({ ...options, store: undefined });
    await undisturbed.optimize(square, { trials: 5 });
    expect(second.trials.map(({ values }) => values)).toEqual(
      undisturbed.trials.map(({ values }) => values),
    );
    expect(store.loadCheckpoint(2)).toBeUndefined();
    expect(second.trials[2]!.reports).toHaveLength(4);
  });

  test("a store that cannot write ends it", async () => {
    const store = lastingStore();
    const study = await createStudy({ space: SPACE, store });
    store.saveTrial = () => {
      throw new Error("the disk is full");
    };
    await expect(study.optimize(square, { trials: 3 })).rejects.toThrow("the disk is full");
  });
});

describe("a store with another study", () => {
  test.each<[string, Partial<StudyOptions>]>([
    ["space", { space: { y: { type: "int", low: 0, high: 1 } } }],
    ["objectives", { objectives: { value: "maximize" } }],
    ["constraints, seed", { constraints: { value: { max: 1 } }, seed: 3 }],
    ["sampler", { sampler: { name: "random" } }],
    ["pruner", { pruner: { suggest: 1, judge: () => "continue" } as never }],
  ])("with other %s is refused", async (parts, change) => {
    const store = lastingStore();
    await createStudy({ space: SPACE, store });
    await expect(createStudy({ space: SPACE, store, ...change })).rejects.toMatchObject({
      code: "mismatch",
      message: `study: the stored study has different ${parts}; use its original options, or another store`,
    });
  });
});

test.each<[unknown, string]>([
  [{ objectives: { uar: "up" } }, "study: objectives.uar must be one of minimize, maximize"],
  [{ objectives: {} }, "study: objectives must have at least one"],
  [{ constraints: { bytes: { most: 3 } } }, "study: has no option constraints.bytes.most"],
  [{ seed: -1 }, "study: seed must be an integer from 0, got -1"],
  [{ sampler: { name: "annealing" } }, "sampler: name must be one of random, grid, sobol"],
])("%j is refused", async (options, message) => {
  await expect(createStudy({ space: SPACE, ...(options as object) })).rejects.toThrow(message);
});

test("own samplers and pruners", async () => {
  const study = await createStudy({
    space: SPACE,
    sampler: { suggest: ({ number }) => ({ params: { x: number / 10 } }) },
    pruner: { judge: ({ number }) => (number === 1 ? "stop" : "continue") },
  });
  await study.optimize(
    async (trial) => ((await trial.report(1, 0)) === "continue" ? square(trial) : undefined),
    { trials: 3 },
  );
  expect(study.trials.map(({ state, params }) => [state, params["x"]])).toEqual([
    ["complete", 0],
    ["pruned", 0.1],
    ["complete", 0.2],
  ]);
  expect(study.definition).toMatchObject({ sampler: "custom", pruner: "custom" });
});

test("a search leaves no listeners at its signal", async () => {
  const { signal } = new AbortController();
  const add = vi.spyOn(signal, "addEventListener");
  const remove = vi.spyOn(signal, "removeEventListener");
  const study = await createStudy({ space: SPACE, sampler: { name: "random" } });
  await study.optimize(square, { trials: 5, signal });
  expect(add.mock.calls.length).toBeGreaterThan(0);
  expect(remove.mock.calls).toEqual(add.mock.calls);
});
