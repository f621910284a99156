import { globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { expect, test } from "vitest";

const SRC = import.meta.dirname;
const FOLDERS = [
  ...readFileSync(join(SRC, "../AGENTS.md"), "utf8").matchAll(/^\| ((?:`[a-z-]+\/`(?:, )?)+) \|/gm),
].map(([, row]) => row!.match(/[a-z-]+(?=\/)/g)!);

const rankOf = (folder: string): number => FOLDERS.findIndex((row) => row.includes(folder));

const imports = globSync("*/**/*.ts", { cwd: SRC })
  .filter((file) => !/\.(test|fixture|generated)\.ts$/.test(file))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)].map(
      ([, path]) => ({ file, imported: posix.join(dirname(file), path!) }),
    ),
  );

test("the table in AGENTS.md names every folder of src/", () => {
  const folders = new Set(globSync("*/", { cwd: SRC }).filter((name) => !name.includes(".")));
  expect([...folders].sort()).toEqual(FOLDERS.flat().sort());
});

test("a folder imports only from those above it in the table", () => {
  expect(imports.length).toBeGreaterThan(1000);
  const wrong = imports.filter(({ file, imported }) => {
    const [from = "", to = ""] = [file.split("/")[0], imported.split("/")[0]];
    if (!imported.includes("/")) return false; // errors.ts and the like
    return from !== to && rankOf(to) >= rankOf(from);
  });
  expect(wrong).toEqual([]);
});
