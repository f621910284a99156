import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { featureSet } from "../../features/sets/sets.ts";
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

test("a recording is there once it is complete, its values one after the other", () => {
  const cache = openFeatureCache({ set: featureSet("classic") }, console.error)!;
  const values = [1, 2, 3].map((value) => Float32Array.of(value));
  for (const [number, one] of values.entries()) cache.put("a", number, one);
  expect(cache.get("a", String)).toBeUndefined();
  const facts = { startSeconds: 0, durationSeconds: 1, state: "ok", warnings: [] } as const;
  const clip = { ...facts, samplesHash: "00" };
  cache.complete("a", [
    { ...clip, values: 0, copies: [1] },
    { ...clip, values: 2 },
  ]);
  expect(cache.get("a", String)).toEqual([
    { ...clip, values: "1", copies: ["2"] },
    { ...clip, values: "3" },
  ]);
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
