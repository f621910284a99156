import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  removeStaleFiles,
  removeStaleFolders,
  temporaryFolderPrefix,
  temporaryNameBeside,
} from "./stale-files.ts";

const HOST = hostname().replaceAll(/\W/g, "_");
const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

let folder: string;
/** The number of a process that has ended. */
let gone: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stale-"));
  gone = spawnSync(process.execPath, ["-e", ""]).pid;
});
afterEach(() => rm(folder, { recursive: true }));

test("temporary files of processes that run no more go; all others stay", async () => {
  const file = join(folder, "t.csv");
  const mine = temporaryNameBeside(file);
  const stays = [
    "t.csv",
    mine.slice(folder.length + 1),
    `t.csv.${HOST}-${process.ppid}.${UUID}.tmp`,
    `t.csv.another_machine-${gone}.${UUID}.tmp`,
    `u.csv.${HOST}-${gone}.${UUID}.tmp`,
    `t.csv.${HOST}-${gone}.tmp`,
  ];
  for (const name of [...stays, `t.csv.${HOST}-${gone}.${UUID}.tmp`]) {
    await writeFile(join(folder, name), "");
  }
  await removeStaleFiles(file);
  expect((await readdir(folder)).sort()).toEqual(stays.toSorted());
});

test("temporary folders of processes that run no more go with what is in them", async () => {
  const mine = await mkdtemp(join(folder, temporaryFolderPrefix()));
  const stays = [mine.slice(folder.length + 1), `affekt-another_machine-${gone}-abcdef`, "affekt"];
  for (const name of [...stays, `affekt-${HOST}-${gone}-abcdef`]) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, "recording"), "");
  }
  await removeStaleFolders(folder);
  expect((await readdir(folder)).sort()).toEqual(stays.toSorted());
});

test("a folder that is not there", async () => {
  await removeStaleFolders(join(folder, "nowhere"));
  await removeStaleFiles(join(folder, "nowhere", "t.csv"));
  expect(await readdir(folder)).toEqual([]);
});
