// Decodes broken recordings of every format, whole and in pieces, and stops at the first that gives neither audio nor an AffektError:
//   npm run fuzz -- [--runs 100000] [--seed 0]
import { isDeepStrictEqual, parseArgs } from "node:util";
import fc from "fast-check";
import { brokenFile, decodeInPieces, decodeSafely } from "../src/audio/fuzzing.fixture.ts";
import { AffektError } from "../src/errors.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: "0" },
  },
});
const numRuns = Number(values.runs);
const outcomes = new Map<string, number>();
let done = 0;
let slowest = 0;
let largest = 0;

// the decoders in WebAssembly report to the console what they cannot decode
console.error = () => {};

const start = performance.now();
await fc.assert(
  fc.asyncProperty(brokenFile, fc.integer({ min: 1, max: 3000 }), async (bytes, size) => {
    const begun = performance.now();
    const outcome = await decodeSafely(bytes);
    slowest = Math.max(slowest, performance.now() - begun);
    if (!isDeepStrictEqual(await decodeInPieces(bytes, size), outcome)) {
      throw new Error(`another outcome in pieces of ${size} bytes`);
    }
    count(outcome instanceof AffektError ? outcome.code : outcome.format);
  }),
  { numRuns, seed: Number(values.seed), endOnFailure: true },
);
report();

function count(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  largest = Math.max(largest, process.memoryUsage.rss());
  if (++done % 5000 === 0) report();
}

function report(): void {
  const seconds = (performance.now() - start) / 1000;
  const tally = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).sort();
  console.log(
    `${done} inputs in ${seconds.toFixed(0)} s, slowest ${slowest.toFixed(0)} ms, memory up to ${(largest / 1e6).toFixed(0)} MB: ${tally.join(", ")}`,
  );
}
