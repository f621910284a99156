import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStudy } from "../../tuning/create-study.ts";
import type { Space } from "../../tuning/space/space.ts";
import { deleteStudy, StudyFile } from "./study-file.ts";

const SPACE: Space = { x: { type: "float", low: -1, high: 1 } };
const SCRIPT = fileURLToPath(new URL("store-trials.fixture.ts", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "affekt-study-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that writes trials. */
function writer(file: string, trials: number) {
  return spawn(process.execPath, [SCRIPT, file, String(trials)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function wordsOf(child: ReturnType<typeof writer>): Promise<string> {
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += String(part)));
  await once(child, "close");
  return text;
}

test("a study is the same when it is read again", async () => {
  const file = join(folder, "same.sqlite");
  using written = StudyFile.open(file);
  written.setFact("identity", { recordings: "abc" });
  written.saveOutput("fold 1", { probabilities: Float32Array.of(0.25, 0.75) });
  const study = await createStudy({ space: SPACE, store: written.search("1") });
  await study.ask({ worker: "here" });
  await study.report(0, 1, 0.5);
  await study.report(0, 2, Number.NaN);
  await study.keep(0, { weights: Float32Array.of(1, 2) });
  await study.ask();
  await study.tell(1, { error: new Error("a bug") });
  await study.ask();
  await study.tell(2, { values: 0.25, details: { epochs: 3 } });
  using read = StudyFile.read(file);
  expect(read.fact("identity")).toEqual({ recordings: "abc" });
  expect(read.fact("other")).toBeUndefined();
  expect(read.output("fold 1")).toEqual({ probabilities: Float32Array.of(0.25, 0.75) });
  expect(read.searches).toEqual(["1"]);
  const stored = (await read.search("1").load())!;
  expect(stored.trials).toEqual(study.trials);
  expect(stored.definition).toEqual(study.definition);
  expect(await read.search("1").loadCheckpoint(0)).toEqual({ weights: Float32Array.of(1, 2) });
  expect(await read.search("2").load()).toBeUndefined();
});

test("of 32 processes at once one writes, and the others are refused", async () => {
  const file = join(folder, "many.sqlite");
  const children = Array.from({ length: 32 }, () => writer(file, 1_000_000));
  const words = children.map(wordsOf);
  const refused = new Set<number>();
  for (const [i, one] of words.entries()) void one.then(() => refused.add(i));
  while (refused.size < 31) await new Promise((resolve) => setTimeout(resolve, 20));
  const last = children.findIndex((_, i) => !refused.has(i));
  children[last]!.kill("SIGKILL");
  const all = await Promise.all(words);
  expect(all[last]).toBe("open\n");
  const others = all.filter((_, i) => i !== last);
  expect(
    others.every((text) => /^cannot-write\n.*: another process works on this study/.test(text)),
  ).toBe(true);
}, 60_000);

test("a process that is killed loses no finished trial, and the next one goes on", async () => {
  const file = join(folder, "killed.sqlite");
  let before = 0;
  for (let kill = 0; kill < 5; kill++) {
    const child = writer(file, 1_000_000);
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 30 * (kill + 1)));
    child.kill("SIGKILL");
    await once(child, "close");
    using read = StudyFile.read(file);
    const { trials } = (await read.search("1").load())!;
    expect(trials.map(({ number }) => number)).toEqual([...trials.keys()]);
    expect(trials.filter(({ state }) => state !== "complete").length).toBeLessThan(2);
    expect(trials.length).toBeGreaterThanOrEqual(before);
    before = trials.length;
  }
  const words = await wordsOf(writer(file, before + 10));
  expect(words).toBe("open\n");
  using read = StudyFile.read(file);
  const { trials } = (await read.search("1").load())!;
  expect(trials).toHaveLength(before + 10);
  expect(trials.every(({ state }) => state === "complete")).toBe(true);
  const undisturbed = await createStudy({ space: SPACE, sampler: { name: "random" } });
  await undisturbed.optimize(async () => 0, { trials: before + 10 });
  expect(trials.map(({ params }) => params)).toEqual(
    undisturbed.trials.map(({ params }) => params),
  );
}, 60_000);

test("what is no study is left alone", () => {
  const text = join(folder, "text.sqlite");
  writeFileSync(text, "not a database, but long enough to be taken for one".repeat(100));
  const other = join(folder, "other.sqlite");
  const database = new DatabaseSync(other);
  database.exec("CREATE TABLE mine (a)");
  database.close();
  for (const file of [text, other]) {
    expect(() => StudyFile.open(file)).toThrow(`${file}: it is no study of Affekt`);
    expect(() => StudyFile.read(file)).toThrow(
      expect.objectContaining({ code: "unreadable" }) as Error,
    );
  }
  const missing = join(folder, "no such folder", "a.sqlite");
  expect(() => StudyFile.open(missing)).toThrow("does not exist; make it first");
  expect(() => StudyFile.read(missing)).toThrow(
    expect.objectContaining({ code: "not-found" }) as Error,
  );
});

test("a full disk is said; what was written before stays", async () => {
  const [full, kept] = [join(folder, "full"), join(folder, "kept")];
  for (const one of [full, kept]) mkdirSync(one);
  const file = join(full, "a.sqlite");
  const command = `mount -t tmpfs -o size=300k tmpfs ${full} && { "$@"; cp ${full}/a.sqlite* ${kept}; }`;
  const words = [process.execPath, SCRIPT, file, "100000"];
  const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", command, "sh", ...words], {
    encoding: "utf8",
  });
  expect(stdout).toBe(
    `open\ncannot-write\ncannot write ${file}: the disk is full; what was written before stays\n`,
  );
  using read = StudyFile.read(join(kept, "a.sqlite"));
  const { trials } = (await read.search("1").load())!;
  expect(trials.filter(({ state }) => state === "complete").length).toBeGreaterThan(5);
});

test("deleting a study leaves nothing", () => {
  const file = join(folder, "deleted.sqlite");
  {
    using open = StudyFile.open(file);
    expect(() => deleteStudy(open.file)).toThrow("another process works on this study");
  }
  deleteStudy(file);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith("deleted"))).toEqual([]);
  expect(() => deleteStudy(file)).toThrow("does not exist");
});
