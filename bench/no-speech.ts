// What share of noise, music and silence the detector of speech refuses, of kinds that it never heard, and what share of speech and song of
// corpora that it did not learn from. Usage: node bench/no-speech.ts [--of-each 20] SPEECH-FOLDER…
import { parseArgs } from "node:util";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { assessClip } from "../src/audio/level.ts";
import { speechDetector } from "../src/encoder/speech-detector.ts";
import { featureSet } from "../src/features/sets/sets.ts";
import { encodedClipValues } from "../src/features/sets/vector.ts";
import { rowOf } from "../src/math/linear-algebra/matrix.ts";
import "../src/node/default-runtime.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { sounds } from "../tools/sounds/sounds.ts";

const { values, positionals } = parseArgs({
  options: { "of-each": { type: "string", default: "20" } },
  allowPositionals: true,
});
const set = featureSet("speech");
const isSpeech = speechDetector(set)!;

for (const folder of positionals) {
  const { X } = labelledClips(await featureTable([folder], { set, cache: true }));
  const refused = Array.from({ length: X.rows }, (_, row) => !isSpeech(rowOf(X, row)));
  print(`speech: ${folder}`, refused);
}
const byKind = new Map<string, boolean[]>();
for (const { kind, samples } of sounds("test", Number(values["of-each"]))) {
  const refused =
    assessClip(samples, { sampleRate: 16_000 }) === "silent" ||
    !isSpeech(await encodedClipValues(samples, { set }));
  byKind.set(kind, [...(byKind.get(kind) ?? []), refused]);
}
for (const [kind, refused] of byKind) print(kind, refused);
print("all other sounds", [...byKind.values()].flat());

function print(name: string, refused: readonly boolean[]): void {
  const share = (100 * refused.filter(Boolean).length) / refused.length;
  console.log(`${name.padEnd(40)} ${share.toFixed(1).padStart(5)} % of ${refused.length} refused`);
}
