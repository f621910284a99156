import { StreamAnalyser } from "../../../src/prediction/streaming/stream-analyser.ts";
import type { StreamEvent } from "../../../src/prediction/streaming/stream-events.ts";
import { currentModel } from "./models.ts";

/** A step of listening: it begins, samples come, it ends. */
export type HearInput =
  | { readonly begin: { readonly sampleRate: number } }
  | { readonly samples: Float32Array }
  | { readonly end: true };

/** A rolling answer: windows of two seconds, every half second. */
const WINDOWS = { windowSeconds: 2, hopSeconds: 0.5, smoothingSeconds: 1.5, utterances: false };

let analyser: StreamAnalyser | undefined;

/** Takes a step of listening and returns the events that it completes. */
export async function hear(input: HearInput): Promise<readonly StreamEvent[]> {
  if ("begin" in input) {
    analyser?.release();
    analyser = new StreamAnalyser(currentModel(), { ...input.begin, ...WINDOWS });
    return [];
  }
  if (analyser === undefined) return [];
  if ("samples" in input) return Array.fromAsync(analyser.push(input.samples));
  const last = await Array.fromAsync(analyser.end());
  analyser.release();
  analyser = undefined;
  return last;
}
