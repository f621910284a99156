import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MEASURES, type ParityGolden, settingsOf } from "../src/features/parity.fixture.ts";
import { parityPage } from "./parity-table.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const goldens = globSync("src/{signal,features}/**/*.golden.json", {
  cwd: new URL("..", import.meta.url),
}).map((path) => JSON.parse(read(path)) as Partial<ParityGolden>);

const withoutErrors = (page: string): string[] =>
  page.split("\n").map((line) => line.replace(/[^|]+\|$/, ""));

test("docs/parity.md has the descriptors, settings, signals and limits of the goldens; `npm run parity` writes it again", () => {
  const records = goldens.flatMap(({ descriptor, measure, cases = [] }) =>
    cases.map((of) => ({
      descriptor: descriptor!,
      settings: settingsOf(of),
      signal: of.signal,
      limit: MEASURES[measure!]!.description,
      error: 0,
    })),
  );
  expect(withoutErrors(read("docs/parity.md"))).toEqual(withoutErrors(parityPage(records)));
});
