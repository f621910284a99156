import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
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

test.each([
  ["darwin", "Library/Caches/affekt"],
  ["win32", "AppData/Local/affekt/Cache"],
])("on %s its own place", (platform, folder) => {
  vi.stubEnv("AFFEKT_CACHE", "");
  vi.stubEnv("LOCALAPPDATA", "");
  vi.spyOn(process, "platform", "get").mockReturnValue(platform as NodeJS.Platform);
  expect(cacheFolder()).toBe(join(homedir(), folder));
});
