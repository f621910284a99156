import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import zips from "./zip-source.golden.json" with { type: "json" };
import { openZip } from "./zip-source.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-zips-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What is in a zip: the content of its recordings by path, and its problems. */
async function contentsOf(kind: Exclude<keyof typeof zips, "contents">) {
  const file = join(folder, `${kind}.zip`);
  await writeFile(file, Buffer.from(zips[kind], "base64"));
  const zip = await openZip(file);
  const files: [string, string][] = [];
  for (const { path, read } of zip.files) {
    files.push([path, new TextDecoder().decode(await read())]);
  }
  await zip.close();
  return { files, problems: zip.problems };
}

test("a path that leads out of the zip is a problem, the others are read", async () => {
  const { files, problems } = await contentsOf("oddNames");
  expect(files).toEqual([
    ["\x1b[2Jline\nbreak.wav", "\x1b[2Jline\nbreak.wav"],
    ["__proto__.wav", "__proto__.wav"],
    ["a/b.wav", "a\\b.wav"],
  ]);
  expect(problems).toEqual(
    ["../out.wav", "/etc/out.wav", "C:/out.wav", "a/../../out.wav"].map((path) => ({
      path,
      reason: "its path leads out of the zip",
    })),
  );
});

test("names without a flag are UTF-8 where they are valid, else code page 437", async () => {
  const { files } = await contentsOf("encodedNames");
  expect(files.map(([path]) => path)).toEqual(["né1.wav", "né2.wav"]);
});

test("of entries of one name the first is read, the others are told about", async () => {
  const { files, problems } = await contentsOf("repeated");
  expect(files).toEqual([["a.wav", "first"]]);
  expect(problems).toEqual([
    { path: "a.wav", reason: "it is in the zip again, with another content; the first is read" },
    { path: "a.wav", reason: "it is in the zip again, with the same content; the first is read" },
  ]);
});

test("links are not followed", async () => {
  const { files, problems } = await contentsOf("link");
  expect(files).toEqual([["fine.wav", "fine"]]);
  expect(problems).toEqual([{ path: "link.wav", reason: "it is a link" }]);
});

test("entries that share their bytes are read once", async () => {
  const { files, problems } = await contentsOf("overlapping");
  expect(files).toEqual([["a.wav", "content"]]);
  expect(problems).toEqual([
    { path: "b.wav", reason: "it overlaps another entry" },
    { path: "c.wav", reason: "it overlaps another entry" },
  ]);
});
