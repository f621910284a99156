import { mixToMono } from "../../../src/audio/mix.ts";
import { explainSamples } from "../../../src/explanation/explain.ts";
import type { Explanation } from "../../../src/explanation/explanation.ts";
import { fromCallback } from "../../../src/parallel/from-callback.ts";
import type { JobContext } from "../../../src/parallel/pool.ts";
import { type AnalysisInput, decode } from "./analyse.ts";
import { currentModel } from "./models.ts";

/** Finds out what carried the answer for a recording. Items: the share that is done, 0…1. */
export async function* explain(
  { sound, name }: AnalysisInput,
  { signal }: JobContext,
): AsyncGenerator<number, Explanation, void> {
  const audio = await decode({ sound, name });
  const { sampleRate } = audio;
  return yield* fromCallback((push) =>
    explainSamples(currentModel(), mixToMono(audio), {
      sampleRate,
      name,
      signal,
      onProgress: (done, all) => push(done / all),
    }),
  );
}
