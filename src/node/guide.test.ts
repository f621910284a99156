import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { examplesOf, GUIDE } from "./guide.fixture.ts";
import { CHECKOUT, packPackage, type PackedPackage, run } from "./packed-package.fixture.ts";
import { copySample } from "./sample-clips.fixture.ts";
import { openSources } from "./sources/sources.ts";

let packed: PackedPackage;
beforeAll(async () => {
  packed = packPackage();
  const { project } = packed;
  vi.stubEnv("AFFEKT_CACHE", join(project, "cache"));
  await copySample(join(project, "recordings"), ({ path }) => /-01-01-01-0[1-6]\./.test(path));
  const { recordings } = await openSources([join(project, "recordings")]);
  const audio = await decodeAudio(await recordings[0]!.read(), { name: "hello" });
  writeFileSync(join(project, "hello.wav"), encodeWav(audio));
});
afterAll(() => {
  vi.unstubAllEnvs();
  packed.remove();
});

const examples = GUIDE.flatMap((page) =>
  examplesOf(page).filter(({ kind }) => kind === "js" || kind === "ts"),
);

test.each(examples)("$page: $heading", ({ kind, code, output }) => {
  const file = join(packed.project, kind === "ts" ? "example.mts" : "example.mjs");
  writeFileSync(file, code);
  const printed = run(packed.project, process.execPath, [file]);
  if (output === undefined) expect(printed).toMatch(/\d %|UAR/);
  else expect(printed).toBe(output);
});

test("the examples are TypeScript, too", () => {
  const folder = join(packed.project, "typescript");
  mkdirSync(folder);
  for (const [i, { code }] of examples.entries()) {
    writeFileSync(join(folder, `${i}.mts`), `${code}\nexport {};\n`);
  }
  const compilerOptions = {
    module: "nodenext",
    target: "es2024",
    lib: ["esnext", "dom"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(CHECKOUT, "node_modules/@types")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const tsc = join(CHECKOUT, "node_modules/typescript/bin/tsc");
  expect(run(folder, process.execPath, [tsc, "-p", "."])).toBe("");
});

test("the guide has examples", () => expect(examples.length).toBeGreaterThan(20));
