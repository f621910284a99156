// What is killed, filled or set wrong while `affekt tune` runs, and what becomes of the study: a table in Markdown, each row checked against
// a run that nothing disturbed. Trials that had ended before a fault must be in the end as they were, each once.
// Run by hand: node bench/faults.ts [names of rows] (needs redis-server, faketime and the right to mount in a namespace of its own).

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { corpus, putFiles } from "../src/cli/recordings.fixture.ts";
import { Random } from "../src/math/statistics/random.ts";
import type { SearchResult } from "../src/model-selection/search-result.ts";
import { connectRedis } from "../src/node/queue/redis.ts";
import { freePort } from "../src/node/queue/redis.fixture.ts";
import { readStudy } from "../src/node/studies/study-contents.ts";

const MAIN = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const TRIALS = 20;
const KILLS = 20;

const folder = mkdtempSync(join(tmpdir(), "affekt-faults-"));
const six = await putFiles(join(folder, "six"), corpus([1, 2, 3, 4, 5, 6], 3));
const random = Random.of(0, "faults", 0);
const children = new Set<ChildProcess>();

const SEARCH = ["--model", "mlp", "--param", "maxIter=60", "--trials", String(TRIALS)];
const FOLDS = ["--set", "classic-180", "--folds", "2", "--inner-folds", "2"];
const TUNE = ["tune", six, ...SEARCH, ...FOLDS, "--sampler", "random", "--json"];
const ONE = ["--jobs", "1"];

/** A process, and what it has written. */
interface Running {
  readonly child: ChildProcess;
  readonly written: { stdout: string; stderr: string };
  readonly end: Promise<number | null>;
}

function run(command: string, words: readonly string[], environment: object = {}): Running {
  const child = spawn(command, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, AFFEKT_CACHE: join(folder, "cache"), ...environment },
  });
  children.add(child);
  const written = { stdout: "", stderr: "" };
  child.stdout.on("data", (part: Buffer) => (written.stdout += String(part)));
  child.stderr.on("data", (part: Buffer) => (written.stderr += String(part)));
  const end = once(child, "close").then(([status]) => {
    children.delete(child);
    return status as number | null;
  });
  return { child, written, end };
}

const affekt = (words: readonly string[], environment?: object): Running =>
  run(process.execPath, [MAIN, ...words], environment);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

/** The trials of a study that have ended: when each did. */
function endedIn(study: string): ReadonlyMap<string, string> {
  if (!existsSync(study)) return new Map();
  try {
    const trials = readStudy(study).searches.flatMap((search) =>
      search.trials.map((trial) => ({ id: `${search.name}/${trial.number}`, ...trial })),
    );
    return new Map(
      trials.filter(({ state }) => state === "complete").map(({ id, ended }) => [id, ended!]),
    );
  } catch {
    return new Map();
  }
}

/** What a row of the table is made of. */
interface Fault {
  readonly what: string;
  readonly when: string;
  /** Disturbs a search in a study's file, notes what had ended before, and returns what the search told in the end. */
  readonly run: (study: string, note: () => void) => Promise<string>;
}

const finish = async (study: string, ...more: string[]): Promise<string> => {
  const last = affekt([...TUNE, ...ONE, "--study", study, "--resume", ...more]);
  if ((await last.end) !== 0) throw new Error(last.written.stderr);
  return last.written.stdout;
};

/** Kills processes at random moments, and starts as many again; the last ones end the study. */
async function killAtRandom(study: string, note: () => void): Promise<string> {
  const start = (): Running => affekt([...TUNE, ...ONE, "--study", study, "--resume"]);
  const group = [start(), start(), start()];
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(500 + 3000 * random.uniform());
    note();
    const place = Math.floor(3 * random.uniform());
    group[place]!.child.kill("SIGKILL");
    await group[place]!.end;
    group[place] = start();
  }
  const statuses = await Promise.all(group.map(({ end }) => end));
  if (statuses.some((status) => status !== 0)) throw new Error(group[0]!.written.stderr);
  return group[0]!.written.stdout;
}

/** Kills the one process of a search when it has so many trials. */
async function killWriter(study: string, note: () => void): Promise<string> {
  const first = affekt([...TUNE, ...ONE, "--study", study]);
  await until(() => endedIn(study).size >= TRIALS / 2);
  note();
  first.child.kill("SIGKILL");
  await first.end;
  return finish(study);
}

async function withQueue(
  study: string,
  disturb: (redis: { url: string; process: Running; again: () => Running }) => Promise<void>,
  options: readonly string[] = [],
): Promise<string> {
  const port = await freePort();
  const data = mkdtempSync(join(folder, "redis-"));
  const words = ["--port", String(port), "--save", "", "--dir", data, ...options];
  const again = (): Running => run("redis-server", words);
  const url = `redis://127.0.0.1:${port}`;
  const redis = { url, process: again(), again };
  await until(() => redis.process.written.stdout.includes("Ready to accept"));
  const worker = affekt(["worker", "--redis", url, "--jobs", "1"]);
  await until(() => worker.written.stderr.includes("works on"));
  const last = affekt([...TUNE, "--study", study, "--redis", url]);
  await until(() => endedIn(study).size >= TRIALS / 2);
  await disturb(redis);
  if ((await last.end) !== 0) throw new Error(last.written.stderr);
  for (const child of children) child.kill("SIGKILL");
  return last.written.stdout;
}

const killRedis =
  (options: readonly string[]) =>
  (study: string, note: () => void): Promise<string> =>
    withQueue(
      study,
      async (redis) => {
        note();
        redis.process.child.kill("SIGKILL");
        await redis.process.end;
        redis.again();
      },
      options,
    );

const killWorker = (study: string, note: () => void): Promise<string> =>
  withQueue(study, async ({ url }) => {
    const second = affekt(["worker", "--redis", url, "--jobs", "1"]);
    await until(() => second.written.stderr.includes("trial begins"));
    note();
    second.child.kill("SIGKILL");
    await second.end;
  });

/** Runs a search on a file system that is too small for it, then on a larger one. */
async function fillDisk(study: string, note: () => void): Promise<string> {
  const small = join(folder, "small");
  mkdirSync(small);
  const words = [MAIN, ...TUNE, ...ONE, "--study", join(small, "a.sqlite")];
  const script = `mount -t tmpfs -o size=300k tmpfs ${small} && { "$@"; echo $?; cp ${small}/a.sqlite* ${folder}/; }`;
  const { stdout, stderr } = spawnSync(
    "unshare",
    ["-rm", "sh", "-c", script, "sh", process.execPath, ...words],
    { encoding: "utf8", env: { ...process.env, AFFEKT_CACHE: join(folder, "cache") } },
  );
  if (stdout.trim() !== "3" || !stderr.includes("the disk is full"))
    throw new Error(stdout + stderr);
  for (const part of ["", "-wal", "-shm"]) {
    const from = join(folder, `a.sqlite${part}`);
    if (existsSync(from)) spawnSync("mv", [from, `${study}${part}`]);
  }
  note();
  return finish(study);
}

/** Removes all that Redis keeps for a time while a trial runs, such as locks, as a clock does that is set ahead. (Redis hangs under faketime.) */
function expireAll(study: string, note: () => void): Promise<string> {
  return withQueue(study, async ({ url }) => {
    const redis = await connectRedis(url);
    note();
    for (const key of await redis.keys("*")) if ((await redis.pttl(key)) > 0) await redis.del(key);
    redis.disconnect();
  });
}

/** Sets the clock of a search a day ahead and two back while it runs; its steady clock goes on, as a real one does. */
async function jumpClock(study: string, note: () => void): Promise<string> {
  const clock = join(folder, "clock");
  writeFileSync(clock, "+0\n");
  const library = spawnSync("faketime", ["now", "printenv", "LD_PRELOAD"], { encoding: "utf8" });
  const search = affekt([...TUNE, ...ONE, "--study", study], {
    LD_PRELOAD: library.stdout.trim(),
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  });
  for (const [trials, offset] of [
    [TRIALS / 2, "+1d"],
    [TRIALS, "-1d"],
  ] as const) {
    await until(() => endedIn(study).size >= trials);
    note();
    writeFileSync(clock, `${offset}\n`);
  }
  if ((await search.end) !== 0) throw new Error(search.written.stderr);
  const days = new Set([...endedIn(study).values()].map((ended) => ended.slice(0, 10)));
  if (days.size < 3) throw new Error("the clock did not jump");
  const seconds = readStudy(study).trials.map((trial) => trial.seconds);
  if (Math.min(...seconds) < 0 || Math.max(...seconds) > 600)
    throw new Error("durations jumped, too");
  return search.written.stdout;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  writer: {
    what: "`kill -9` of the only process",
    when: "after half of the trials",
    run: killWriter,
  },
  random: {
    what: `${KILLS} × \`kill -9\` of one of three processes on one study, which is started again`,
    when: "at random",
    run: killAtRandom,
  },
  worker: { what: "`kill -9` of a worker over Redis", when: "in a trial", run: killWorker },
  redis: {
    what: "`kill -9` of Redis, then an empty one",
    when: "in a trial",
    run: killRedis([]),
  },
  aof: {
    what: "`kill -9` of Redis with an append-only file, then one with its data",
    when: "in a trial",
    run: killRedis(["--appendonly", "yes", "--appendfsync", "always"]),
  },
  disk: {
    what: "a full disk: status 3; then `--resume` on a larger one",
    when: "in a trial",
    run: fillDisk,
  },
  clock: {
    what: "the clock is set a day ahead, then two back",
    when: "in a trial",
    run: jumpClock,
  },
  expired: {
    what: "locks and all else that Redis keeps for a time expire, as by a jump of its clock",
    when: "in a trial",
    run: expireAll,
  },
};

/** What must be the same as without a fault. */
function essence(told: string) {
  const { trials, best, outer } = JSON.parse(told) as SearchResult;
  return {
    trials: trials.map(({ id, state, params, score, reports }) => ({
      id,
      state,
      params,
      score,
      reports,
    })),
    best: best.map(({ fold, trial, params, inner }) => ({ fold, trial, params, inner })),
    outer,
  };
}

try {
  const wanted = essence(await finish(join(folder, "undisturbed.sqlite")));
  console.log(
    "| what | when | trials that had ended | of them lost | run twice | all trials, best and outer result as undisturbed |",
  );
  console.log("| --- | --- | ---: | ---: | ---: | --- |");
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(FAULTS);
  for (const name of names) {
    const { what, when, run: disturb } = FAULTS[name]!;
    const study = join(folder, `${name}.sqlite`);
    const before = new Map<string, string>();
    const told = await disturb(study, () => {
      for (const [id, ended] of endedIn(study)) if (!before.has(id)) before.set(id, ended);
    });
    const after = endedIn(study);
    const lost = [...before.keys()].filter((id) => !after.has(id)).length;
    const twice = [...before].filter(
      ([id, ended]) => after.has(id) && after.get(id) !== ended,
    ).length;
    const isSame = isDeepStrictEqual(essence(told), wanted);
    console.log(
      `| ${what} | ${when} | ${before.size} | ${lost} | ${twice} | ${isSame ? "yes" : "NO"} |`,
    );
    if (lost + twice > 0 || !isSame) process.exitCode = 1;
  }
} finally {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
