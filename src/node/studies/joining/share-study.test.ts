import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStudy } from "../../../tuning/create-study.ts";
import type { Trial } from "../../../tuning/trial.ts";
import { StudyFile } from "../study-file.ts";
import { Participant } from "./participant.fixture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "affekt-joining-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function trialsIn(file: string): Promise<readonly Trial[]> {
  using study = StudyFile.read(file);
  return (await study.search("1").load())?.trials ?? [];
}

/** The scores of a run without any disturbance. */
async function undisturbed(trials: number): Promise<unknown> {
  const study = await createStudy({
    space: { x: { type: "float", low: -1, high: 1 } },
    sampler: { name: "random" },
  });
  await study.optimize(async ({ params }) => 2 * (params["x"] as number), { trials });
  return study.trials.map(({ number, params, values }) => ({ number, params, values }));
}

function scoresOf(trials: readonly Trial[]): unknown {
  return trials.map(({ number, params, values }) => ({ number, params, values }));
}

test(
  "of 32 processes at once one writes, and the others work for it",
  { timeout: 120_000 },
  async () => {
    const file = join(folder, "many.sqlite");
    const all = Array.from(
      { length: 32 },
      () => new Participant(file, { trials: 320, workers: 32 }),
    );
    await Promise.all(all.map(({ end }) => end));
    expect(all.map(({ child }) => child.exitCode)).toEqual(Array(32).fill(0));
    expect(all.filter(({ text }) => text.includes("writes"))).toHaveLength(1);
    expect(all.filter(({ text }) => text.includes("joins"))).toHaveLength(31);
    const jobs = all.map(({ text }) => Number(/(\d+) jobs/.exec(text)?.[1]));
    expect(Math.min(...jobs)).toBeGreaterThan(0);
    expect(jobs.reduce((sum, count) => sum + count, 0)).toBe(320);
    expect(scoresOf(await trialsIn(file))).toEqual(await undisturbed(320));
    expect(existsSync(`${file}-socket`)).toBe(false);
  },
);

test(
  "when the one that writes is killed, another one takes over; killed helpers are no loss",
  { timeout: 120_000 },
  async () => {
    const file = join(folder, "killed.sqlite");
    const size = { trials: 1_000_000, workers: 1 };
    const all: Participant[] = [];
    let before = 0;
    for (let kill = 0; kill < 6; kill++) {
      while (all.filter(({ isAlive }) => isAlive).length < 4) all.push(new Participant(file, size));
      const alive = all.filter(({ isAlive }) => isAlive);
      const next = (): Participant | undefined => alive.find(({ text }) => text.includes("writes"));
      while (next() === undefined) await delay(20);
      while ((await trialsIn(file)).length <= before + 20) await delay(20);
      const victim = kill % 2 === 0 ? next()! : alive.find((one) => one !== next())!;
      victim.child.kill("SIGKILL");
      await victim.end;
      before = (await trialsIn(file)).filter(({ state }) => state === "complete").length;
    }
    for (const { child } of all) child.kill("SIGKILL");
    await Promise.all(all.map(({ end }) => end));
    const last = (await trialsIn(file)).length + 5;
    const end = new Participant(file, { trials: last, workers: 1 });
    await end.end;
    expect(scoresOf(await trialsIn(file))).toEqual(await undisturbed(last));
  },
);

test(
  "who writes without taking others in is waited for, and then named",
  { timeout: 60_000 },
  async () => {
    const file = join(folder, "alone.sqlite");
    using alone = StudyFile.open(file);
    alone.setFact("identity", "same");
    const other = new Participant(file, { trials: 1, workers: 1 });
    await other.end;
    expect(other.child.exitCode).toBe(3);
    expect(other.text).toBe(
      `cannot-write\n${file}: another process works on this study; wait until it ends, or stop it\n`,
    );
  },
);
