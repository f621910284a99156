import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AffektError } from "../errors.ts";
import { madeUp } from "../evaluation/made-up.fixture.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { StudyFile } from "../node/studies/study-file.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import type { StudyStore } from "../tuning/store.ts";
import { innerSearch } from "./inner-search.ts";
import { spaceOf, searchSettings } from "./nested-search.ts";
import type { SearchStore } from "./search-store.ts";
import { trialJob, type TrialJobs } from "./trial-job.ts";

const data = madeUp({ speakers: 6, takes: 2 });
const speakers = data.clips.map(({ speakerId }) => speakerId!);
const folds = [0, 1].map((fold) => {
  const isTested = (i: number): boolean => Number(speakers[i]) % 2 === fold;
  const rows = [...data.y.keys()];
  return { train: rows.filter((i) => !isTested(i)), test: rows.filter(isTested) };
});

const pool = inlinePool<TrialJobs>({
  async *trial(input, { signal }) {
    return yield* trialJob(input, { runtime: await nodeRuntime(), signal });
  },
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "affekt-inner-search-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Searches as far as the store lets it, closes the file, and gives the reports of the trials in it. */
async function reportsOf(file: string, storeOf: (study: StudyFile) => SearchStore) {
  using study = StudyFile.open(file);
  const search = innerSearch({
    name: "1",
    space: spaceOf([data], [{ name: "lda" }]),
    settings: searchSettings({}),
    store: storeOf(study),
    pool,
    inputOf: () => ({ rows: data, folds, speakers }),
    trials: 1,
    concurrency: 1,
  });
  const outcome = await search.catch((error: unknown) => error);
  const { trials } = (await study.search("1").load())!;
  return { outcome, reports: trials.map(({ reports }) => reports) };
}

/** A store that writes so many reports and states, and no more. */
function endingStore(study: StudyFile, writes: number): SearchStore {
  let left = writes;
  const count = (): void => {
    if (left-- <= 0) throw new AffektError("cannot-write", "ended");
  };
  return {
    output: (name) => study.output(name),
    saveOutput: (name, output) => study.saveOutput(name, output),
    search(name): StudyStore {
      const store = study.search(name);
      return {
        ...store,
        saveReport(number, report) {
          count();
          return store.saveReport(number, report);
        },
        saveCheckpoint(number, checkpoint) {
          count();
          return store.saveCheckpoint(number, checkpoint);
        },
      };
    },
  };
}

test("a trial that is left at any write has all its reports when it goes on", async () => {
  const whole = await reportsOf(join(folder, "whole.sqlite"), (study) => study);
  expect(whole.reports[0]!.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5]);
  // three reports and a state of each fold
  for (let writes = 0; writes < 8; writes++) {
    const file = join(folder, `${writes}.sqlite`);
    const ended = await reportsOf(file, (study) => endingStore(study, writes));
    expect(ended.outcome).toMatchObject({ code: "cannot-write" });
    expect((await reportsOf(file, (study) => study)).reports).toEqual(whole.reports);
  }
});
