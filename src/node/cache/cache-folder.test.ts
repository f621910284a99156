import { resolve } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("AFFEKT_CACHE goes before everything", () => {
  vi.stubEnv("AFFEKT_CACHE", "some/where");
  expect(cacheFolder()).toBe(resolve("some/where"));
});

test.skipIf(process.platform !== "linux")("else XDG_CACHE_HOME, else .cache", () => {
  vi.stubEnv("AFFEKT_CACHE", "");
  vi.stubEnv("XDG_CACHE_HOME", "/tmp/xdg");
  expect(cacheFolder()).toBe("/tmp/xdg/affekt");
  vi.stubEnv("XDG_CACHE_HOME", "");
  expect(cacheFolder()).toMatch(/\/\.cache\/affekt$/);
});
