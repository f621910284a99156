import { expect, test } from "vitest";
import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import { extractRecordings, withProgress } from "./extract-recordings.ts";
import { collectRows } from "./feature-table.ts";

const RECORDINGS = Array.from({ length: 9 }, (_, i): Recording => {
  const read = (): Promise<Uint8Array> => Promise.resolve(Uint8Array.of(i));
  return { source: "x", path: `${i}.wav`, read, content: read };
});

function clip(value: number, startSeconds = 0): Clip {
  return { values: Float32Array.of(value), startSeconds, durationSeconds: 1, state: "ok" };
}

const INFO: RecordingInfo = {
  samplesHash: "hash",
  fingerprint: new Uint32Array(0),
  durationSeconds: 2,
  warnings: ["odd"],
};

/** Two clips a recording, whose only value is the recording's number; the fifth recording cannot be read. */
function events({
  started = [] as string[],
  ended = [] as string[],
  signal = undefined as AbortSignal | undefined,
} = {}) {
  async function* extract({ path, read }: Recording): AsyncGenerator<Clip, RecordingInfo, void> {
    started.push(path);
    try {
      const [number = 0] = await read();
      yield { ...clip(number), progress: 0.5 };
      if (number === 4) throw new AffektError("unreadable", "4.wav: no sound");
      yield { ...clip(number, 1), progress: 1 };
      return INFO;
    } finally {
      ended.push(path);
    }
  }
  return extractRecordings(RECORDINGS, extract, { concurrency: () => 2, signal });
}

test("rows are in the order of the recordings; a recording that fails is listed, and its clips are not kept", async () => {
  const { rows, failed } = await collectRows(events(), ([number]) => `stored ${number}`);
  expect(rows.map(({ path, startSeconds, values }) => [path, startSeconds, values])).toEqual(
    [0, 1, 2, 3, 5, 6, 7, 8].flatMap((number) => [
      [`${number}.wav`, 0, `stored ${number}`],
      [`${number}.wav`, 1, `stored ${number}`],
    ]),
  );
  expect(failed).toEqual([{ source: "x", path: "4.wav", reason: "no sound" }]);
  expect(rows.slice(0, 2).map(({ warnings }) => warnings)).toEqual([["odd"], []]);
});

test("only so many recordings are read at once, and no further than their consumer", async () => {
  const started: string[] = [];
  const all = events({ started });
  await all.next();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(started).toEqual(["0.wav", "1.wav"]);
  await all.return();
});

test("values that cannot be stored end the work at once, and the recordings that are being read", async () => {
  const full = new Error("the disk is full");
  const [started, ended] = [[] as string[], [] as string[]];
  const store = ([number]: Float32Array): void => {
    if (number === 2) throw full;
  };
  await expect(collectRows(events({ started, ended }), store)).rejects.toBe(full);
  expect(started.length).toBeLessThan(6);
  expect(ended.toSorted()).toEqual(started.toSorted());
});

test("an abort ends the work with the signal's reason", async () => {
  const stop = new AbortController();
  const work = collectRows(events({ signal: stop.signal }), ([number]) => {
    if (number === 3) stop.abort("enough");
  });
  await expect(work).rejects.toMatchObject({ code: "interrupted", cause: "enough" });
});

test("progress counts recordings, and shares of those that are being read", async () => {
  const seen: number[] = [];
  const all = withProgress(events(), RECORDINGS.length, (done) => seen.push(done));
  for await (const event of all) expect(event.index).toBeLessThan(9);
  expect(seen[0]).toBe(0.5);
  expect(seen.at(-1)).toBe(9);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});
