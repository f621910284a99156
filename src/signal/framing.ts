import type * as v from "valibot";
import { AffektError, assertArgument } from "../errors.ts";
import { flag, group, integer, withDefault } from "../options/schema.ts";
import { padInto, type PadMode } from "./padding.ts";

/** The option `hopLength`. */
export const HOP_LENGTH = integer({ min: 1, text: "distance between two frames", unit: "samples" });

/** The option `center`. */
export const CENTER = flag({
  text: "pad the signal by half a frame on both sides, so that frame f has sample f * hopLength in its middle",
});

/** Options of functions that cut samples into frames; names and defaults are librosa's. */
export const SAMPLE_FRAMING = group({
  frameLength: withDefault(integer({ min: 1, text: "length of a frame", unit: "samples" }), 2048),
  hopLength: withDefault(HOP_LENGTH, 512),
  center: withDefault(CENTER, true),
});

/** Complete framing of a signal. */
export type SampleFraming = v.InferOutput<typeof SAMPLE_FRAMING>;

/** A padded signal whose frame f has `frameLength` samples from f * hopLength on. */
export interface FramedSignal {
  readonly samples: Float32Array;
  readonly frameLength: number;
  readonly hopLength: number;
  readonly count: number;
}

/**
 * Cuts a signal into 1 + floor((padded length - frameLength) / hopLength) frames. `where` names the caller in messages.
 * @throws {AffektError} `invalid-argument` for an uncentred signal shorter than a frame, `unreadable` for samples that are not finite.
 */
export function frameSignal(
  where: string,
  samples: Float32Array,
  { frameLength, hopLength, center }: SampleFraming,
  padMode: PadMode,
): FramedSignal {
  assertFiniteSamples(where, samples);
  const padding = center ? Math.floor(frameLength / 2) : 0;
  const padded = new Float32Array(samples.length + 2 * padding);
  padInto(padded, samples, padMode);
  const count = 1 + Math.floor((padded.length - frameLength) / hopLength);
  assertArgument(
    count > 0,
    `${where}: uncentred frames need at least frameLength = ${frameLength} samples, got ${samples.length}`,
  );
  return { samples: padded, frameLength, hopLength, count };
}

/** @throws {AffektError} `unreadable` for samples that are not finite. */
export function assertFiniteSamples(where: string, samples: Float32Array): void {
  let sum = 0;
  // 0 for a finite number, NaN for any other
  for (let i = 0; i < samples.length; i++) sum += samples[i]! - samples[i]!;
  if (sum === 0) return;
  const at = samples.findIndex((sample) => !Number.isFinite(sample));
  throw new AffektError(
    "unreadable",
    `${where}: samples must be finite, got ${samples[at]} at ${at}`,
  );
}
