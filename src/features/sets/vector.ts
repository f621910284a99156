import { ClipContext } from "./clip-context.ts";
import { delta } from "../delta.ts";
import { assertFinite, type Frames, concatFrames } from "../../signal/frames.ts";
import { isSequence } from "./columns.ts";
import { type CompleteUse, descriptorOf, type FeatureSet } from "./definition.ts";
import { statisticsOverTime } from "../statistics.ts";

/**
 * The features of a clip, all finite: [columns], or [frames, columns] of a sequence. samples: mono, at the set's sample rate.
 * Errors: `unreadable` for samples that are not finite or so far beyond full scale that their features are not.
 */
export function clipValues(samples: Float32Array, set: FeatureSet): Float32Array {
  const clip = new ClipContext(samples, set.sampleRate, set.framing);
  const frames = isSequence(set) ? sequenceOf(set, clip) : vectorOf(set, clip);
  clip.release();
  return assertFinite(`the features ${set.name}`, frames).data;
}

function sequenceOf({ descriptors }: FeatureSet, clip: ClipContext): Frames {
  const frames = concatFrames(descriptors.map((use) => framesOf(use, clip)));
  const hasGaps = descriptors.some(({ name }) => descriptorOf(name).gaps);
  if (!hasGaps) return frames;
  return { ...frames, data: frames.data.map((value) => (Number.isNaN(value) ? 0 : value)) };
}

function vectorOf({ descriptors }: FeatureSet, clip: ClipContext): Frames {
  const data = Float32Array.from(descriptors.flatMap((use) => [...statisticsOf(use, clip)]));
  return { data, count: 1, width: data.length };
}

/** The frames of a descriptor as a set uses it, followed by their derivatives. */
export function framesOf(
  { name, prefix: _prefix, deltas, statistics: _statistics, ...values }: CompleteUse,
  clip: ClipContext,
): Frames {
  const frames = descriptorOf(name).frames(clip, values);
  if (deltas === 0) return frames;
  // the derivative at an end is that of its nine frames, where there are so many
  const mode = frames.count < DELTA_WIDTH ? "nearest" : "interp";
  const orders = Array.from({ length: deltas }, (_, i) => i + 1);
  return concatFrames([frames, ...orders.map((order) => delta(frames, { order, mode }))]);
}

const DELTA_WIDTH = 9;

function statisticsOf(use: CompleteUse, clip: ClipContext): Float32Array | Float64Array {
  const frames = framesOf(use, clip);
  const { gaps = false, perClip } = descriptorOf(use.name);
  if (perClip) return frames.data;
  const secondsPerFrame = clip.framing.hopLength / clip.sampleRate;
  return statisticsOverTime(frames, use.statistics, { secondsPerFrame, gaps });
}
