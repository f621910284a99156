import { expect, test } from "vitest";
import { featureSet } from "../features/sets/sets.ts";
import { extractTable } from "./extract-table.ts";
import type { Recording } from "../corpora/recording.ts";

const RECORDINGS = Array.from({ length: 9 }, (_, i): Recording => {
  const read = (): Promise<Uint8Array> => Promise.resolve(Uint8Array.of(i));
  return { source: "x", path: `${i}.wav`, read, content: read };
});

/** A table of recordings whose only value is their number; the fifth cannot be read. */
function tableOf<Values>(keep: (values: Float32Array) => Values, started: string[] = []) {
  return extractTable(RECORDINGS, {
    set: featureSet("classic"),
    keep,
    concurrency: 2,
    extract: async ({ path, read }, { keep: own }) => {
      started.push(path);
      const [number = 0] = await read();
      if (number === 4) throw new Error("no sound");
      const facts = { startSeconds: 0, durationSeconds: 1, state: "ok", warnings: [] } as const;
      return [{ ...facts, values: own(Float32Array.of(number)), samplesHash: "" }];
    },
  });
}

test("rows hold what stands for their values; a recording that fails is listed", async () => {
  const { rows, failed } = await tableOf(([number]) => `kept ${number}`);
  const others = [0, 1, 2, 3, 5, 6, 7, 8];
  expect(rows.map(({ values }) => values)).toEqual(others.map((number) => `kept ${number}`));
  expect(failed).toEqual([{ file: "4.wav", reason: "no sound" }]);
});

test("values that cannot be kept end the work at once", async () => {
  const full = new Error("the disk is full");
  const started: string[] = [];
  const keep = ([number]: Float32Array): void => {
    if (number === 2) throw full;
  };
  await expect(tableOf(keep, started)).rejects.toBe(full);
  await new Promise((resolve) => setTimeout(resolve));
  expect(started.length).toBeLessThan(6);
});
