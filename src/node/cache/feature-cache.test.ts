import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { drain } from "../../parallel/pool.ts";
import { CacheDatabase } from "./cache-database.ts";
import { openFeatureCache } from "./feature-cache.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-cache-"));
  vi.stubEnv("AFFEKT_CACHE", folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("a recording is there once it is complete, with its clips in order", async () => {
  const cache = openFeatureCache({ set: featureSet("classic") }, console.error)!;
  const facts = { durationSeconds: 1, state: "ok" } as const;
  const clips: Clip[] = [
    {
      ...facts,
      startSeconds: 0,
      values: Float32Array.of(1),
      augmented: [Float32Array.of(2)],
    },
    { ...facts, startSeconds: 1, values: Float32Array.of(3) },
  ];
  const info: RecordingInfo = {
    samplesHash: "00",
    fingerprint: Uint32Array.of(7, 8),
    durationSeconds: 2,
    warnings: ["odd"],
  };
  async function* recording(): AsyncGenerator<Clip, RecordingInfo, void> {
    for (const clip of clips) {
      expect(cache.get("a", undefined)).toBeUndefined();
      yield clip;
    }
    return info;
  }
  expect(await drain(cache.keep("a", undefined, recording()))).toEqual(info);
  const cached = cache.get("a", undefined)!;
  expect([...cached.clips]).toEqual(clips);
  expect(cached.info).toEqual(info);
  expect(cache.get("a", [{ startSeconds: 0, endSeconds: 1 }])).toBeUndefined();
  cache.close();
});

test("a database whose statements cannot be prepared is closed", () => {
  vi.spyOn(CacheDatabase.prototype, "prepare").mockImplementation(() => {
    throw new Error("no such table: pieces");
  });
  const close = vi.spyOn(CacheDatabase.prototype, "close");
  const warnings: string[] = [];
  const cache = openFeatureCache({ set: featureSet("classic") }, (text) => warnings.push(text));
  expect(cache).toBeUndefined();
  expect(warnings).toEqual(["features are not cached: no such table: pieces"]);
  expect(close).toHaveBeenCalledOnce();
});

test("a new database takes the place of those of older layouts", async () => {
  for (const name of ["features-3.sqlite", "features-3.sqlite-wal", "mine.sqlite"]) {
    await writeFile(join(folder, name), "old");
  }
  openFeatureCache({ set: featureSet("classic") }, console.error)!.close();
  expect((await readdir(folder)).toSorted()).toEqual(["features-4.sqlite", "mine.sqlite"]);
});
