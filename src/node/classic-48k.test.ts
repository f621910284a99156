import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import golden from "../features/sets/classic-48k.golden.json" with { type: "json" };
import { extractClips } from "../features/extraction/extract.ts";
import { allOf } from "../parallel/all-of.fixture.ts";
import { columnsOf } from "../features/sets/columns.ts";
import { featureSet } from "../features/sets/sets.ts";
import { openZip } from "./sources/zip-source.ts";
import type { SourceContents } from "./sources/source-contents.ts";

const SAMPLE = fileURLToPath(new URL("../../samples/ravdess-speech-opus.zip", import.meta.url));
const CLASSIC = featureSet("classic");
const COLUMNS = columnsOf(CLASSIC);

let contents: SourceContents;

beforeAll(async () => {
  contents = await openZip(SAMPLE);
});

afterAll(() => contents.close());

/** Each clip's distance from librosa's values, in units of each column's spread over the corpus. */
async function distances(): Promise<number[][]> {
  const rows: number[][] = [];
  for (const [name, { values }] of Object.entries(golden.clips)) {
    const bytes = await contents.files.find(({ path }) => path === name)!.read();
    const [clip] = await allOf(extractClips(await decodeAudio(bytes, { name }), { set: CLASSIC }));
    rows.push(values.map((value, i) => Math.abs(clip!.values[i]! - value) / golden.spread[i]!));
  }
  return rows;
}

test("recordings at 48 kHz, through our decoder and resampler, have librosa's values", async () => {
  const rows = await distances();
  const of = (family: string): number[] =>
    rows.flatMap((row) => row.filter((_, i) => COLUMNS[i]!.startsWith(family)));
  const shareWithin = (values: readonly number[]): number =>
    values.filter((distance) => distance <= 0.01).length / values.length;
  expect(rows).toHaveLength(24);
  expect(shareWithin(of("mfcc"))).toBe(1);
  // Chroma, and tonnetz through it, is off in clips with digital silence, which many of these are: next to speech those frames hold the
  // resamplers' residue, below -200 dB and each its own, which chroma raises to 1. docs/experiments.md has the shares over the corpus.
  expect(shareWithin(rows.flatMap((row) => row.slice(0, 180)))).toBeGreaterThan(0.97);
  expect(shareWithin(of("chroma"))).toBeGreaterThan(0.6);
  expect(shareWithin(of("mel"))).toBeGreaterThan(0.999);
  expect(shareWithin(of("tonnetz"))).toBeGreaterThan(0.8);
});
