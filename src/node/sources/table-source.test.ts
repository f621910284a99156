import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { columnsOf } from "../../features/sets/columns.ts";
import { featureSet } from "../../features/sets/sets.ts";
import golden from "../../tables/tables.golden.json" with { type: "json" };
import { readTableFile } from "./table-source.ts";

const COLUMNS = columnsOf(featureSet("classic-180"));
const NUMBERS = COLUMNS.map((_, i) => i);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-tables-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function read(name: string, content: string | Uint8Array) {
  const file = join(folder, name);
  await writeFile(file, content);
  return readTableFile(file);
}

test.each([
  ["written by pandas", `file,emotion,${COLUMNS.join()}\na,happy,${NUMBERS.join()}\n`],
  ["tabs", `file\temotion\t${COLUMNS.join("\t")}\na\thappy\t${NUMBERS.join("\t")}\n`],
  ["features first, no file", `${COLUMNS.join()},emotion\n${NUMBERS.join()},happy\n`],
  ["with a column path", `path,${COLUMNS.join()}\na,${NUMBERS.join()}\n`],
  ["a set of one's own", "file,state,hash,x\na,ok,0,1\n"],
  ["numbers without a set", "file,emotion,x,y,z,w\na,happy,1,2,3,4\n"],
])("a feature table as CSV: %s", async (_, text) => {
  expect(await read("table.csv", text)).toMatchObject({ rows: { length: 1 } });
  expect(await read("table.tsv", text)).toMatchObject({ rows: { length: 1 } });
});

test.each([
  ["path,emotion,speaker\na.wav,happy,1\n"],
  ["file,emotion,speaker\na.wav,happy,1\n"],
  ["file,start,end,emotion\na.wav,0 days 00:00:00,0 days 00:00:01,happy\n"],
  ["file,emotion,valence,arousal\na.wav,happy,1,2\n"],
  ["path,emotion,x,y,z,w\na.wav,happy,1,2,3,4\n"],
])("a manifest is none: %j", async (text) => {
  expect(await read("list.csv", text)).toBeUndefined();
});

test("most columns of a set are a table whose others are missing", async () => {
  const text = `file,${COLUMNS.slice(1).join()}\na,${NUMBERS.slice(1).join()}\n`;
  expect((await read("table.csv", text))?.columns).toHaveLength(179);
  const set = featureSet("classic-180");
  await expect(readTableFile(join(folder, "table.csv"), set)).rejects.toThrow(
    /table\.csv: lacks 1 of the 180 columns of "classic-180": mfcc_0$/,
  );
});

test("NPZ and Parquet by their endings, Parquet by its content, too", async () => {
  const npz = Buffer.from(golden.vectors.files["numpy savez"], "base64");
  const parquet = Buffer.from(golden.vectors.files["polars Parquet"], "base64");
  for (const [name, bytes] of [
    ["a.npz", npz],
    ["a.parquet", parquet],
    ["a.pq", parquet],
  ] as const) {
    expect(await read(name, bytes)).toMatchObject({ columns: golden.columns });
  }
  expect(await read("a.zip", npz)).toBeUndefined();
  expect(await read("a.wav", "RIFF")).toBeUndefined();
  await expect(read("b.npz", "hello")).rejects.toMatchObject({ code: "unreadable" });
  await expect(read("b.parquet", "hello")).rejects.toMatchObject({ code: "unreadable" });
  expect(await readTableFile(folder)).toBeUndefined();
  expect(await readTableFile(join(folder, "gone.npz"))).toBeUndefined();
});

test("a large CSV is read in pieces", async () => {
  const row = `b.wav,happy,${NUMBERS.map((i) => i / 7).join()}\n`;
  const table = await read("large.csv", `file,emotion,${COLUMNS.join()}\n${row.repeat(2000)}`);
  expect(table?.rows).toHaveLength(2000);
  expect(table?.rows[1999]).toEqual(Float32Array.from(NUMBERS, (i) => i / 7));
});
