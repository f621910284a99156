import type * as v from "valibot";
import { flag, group, integer, number, withDefault } from "../../options/schema.ts";
import { SEGMENTATION } from "../../voice-activity/speech-segmenter.ts";

/** Options of a streaming predictor. */
export const STREAM = group({
  sampleRate: integer({ min: 1000, max: 768_000, text: "rate of the samples", unit: "Hz" }),
  windowSeconds: withDefault(
    number({ min: 0.1, max: 600, or: ["none"], text: "length of a window", unit: "s" }),
    3,
  ),
  hopSeconds: withDefault(
    number({ min: 0.01, max: 600, text: "distance between two windows", unit: "s" }),
    1,
  ),
  utterances: withDefault(flag({ text: "predict utterances, from pause to pause" }), true),
  minSpeech: withDefault(
    number({ min: 0, max: 1, text: "share of speech from which on a window is predicted" }),
    0.2,
  ),
  smoothingSeconds: withDefault(
    number({ min: 0, text: "time in which the weight of what was heard falls to 1/e", unit: "s" }),
    3,
  ),
  ...SEGMENTATION.entries,
});

/** Options of a streaming predictor. */
export interface StreamingOptions extends v.InferInput<typeof STREAM> {
  readonly signal?: AbortSignal | undefined;
}

/** Mono samples as they come, whose full scale is 1. */
export interface SampleSource extends AsyncIterable<Float32Array> {
  /** In Hz. */
  readonly sampleRate: number;
}

/** Complete options of a streaming predictor. */
export type CompleteStream = v.InferOutput<typeof STREAM>;
