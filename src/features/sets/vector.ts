import { groupBy } from "../../group-by.ts";
import { assertArgument } from "../../errors.ts";
import { release } from "../../math/release.ts";
import { assertFinite, concatFrames, type Frames } from "../../signal/frames.ts";
import { delta } from "../delta.ts";
import { framesOfDomain } from "../domains.ts";
import { statisticsOverTime } from "../statistics.ts";
import { trim } from "../trim.ts";
import { ClipContext } from "./clip-context.ts";
import { isSequence } from "./columns.ts";
import { type CompleteUse, descriptorOf, type FeatureSet } from "./definition.ts";
import type { Overlap } from "./shared-frames.ts";
import { domainOf, nameOf } from "./statistic-use.ts";

/**
 * The features of a clip, all finite: [columns], or [frames, columns] of a sequence. samples: mono, at the set's sample rate.
 * @throws {AffektError} `invalid-argument` for a set that takes a network; `unreadable` for samples that are not finite, or so far beyond full scale that their features are not.
 */
export function clipValues(
  samples: Float32Array,
  { set }: { readonly set: FeatureSet },
): Float32Array {
  const network = set.descriptors.find(({ name }) => descriptorOf(name).prepare !== undefined);
  assertArgument(
    network === undefined,
    `${set.name}: ${network?.name} is computed by a network; await encodedClipValues in the place of clipValues`,
  );
  return valuesOfClip(new ClipContext(trimmed(samples, set), set), set);
}

/**
 * `clipValues` of any set, also of those whose descriptors take a network, such as `speech`.
 * @throws {AffektError} as `clipValues`; those of the platform's voice encoder.
 */
export async function encodedClipValues(
  samples: Float32Array,
  { set }: { readonly set: FeatureSet },
): Promise<Float32Array> {
  return overlappingClipValues(samples, { set });
}

/** `encodedClipValues` of a clip that shares frames with others. @throws as `encodedClipValues` */
export async function overlappingClipValues(
  samples: Float32Array,
  { set, overlap }: { readonly set: FeatureSet; readonly overlap?: Overlap | undefined },
): Promise<Float32Array> {
  // the frames of a trimmed clip begin elsewhere
  const shared = set.trim === undefined ? overlap : undefined;
  const clip = new ClipContext(trimmed(samples, set), set, { overlap: shared });
  for (const use of set.descriptors) await descriptorOf(use.name).prepare?.(clip, use);
  return valuesOfClip(clip, set);
}

/** The samples that a set takes of a clip. A clip with less than a frame of loud samples stays whole. */
function trimmed(
  samples: Float32Array,
  { trim: options, framing, descriptors }: FeatureSet,
): Float32Array {
  if (options === undefined) return samples;
  const frame = Math.max(...descriptors.map(({ framing: own = framing }) => own.nFft));
  const loud = trim(samples, options).samples;
  return loud.length < frame ? samples : loud;
}

function valuesOfClip(clip: ClipContext, set: FeatureSet): Float32Array {
  const takesHarmonic = set.descriptors.some((use) => descriptorOf(use.name).takesHarmonic?.(use));
  if (takesHarmonic) clip.prepareHarmonic();
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
  const frames = descriptors.map((use) => framesOf(use, clip));
  const values = descriptors.flatMap((use, i) => [...statisticsOf(use, frames[i]!, clip)]);
  release(frames.map((one) => one.data));
  return { data: Float32Array.from(values), count: 1, width: values.length };
}

/** The values of a descriptor in a set: its frames, or their statistics. */
export function valuesOf(use: CompleteUse, clip: ClipContext): ArrayLike<number> {
  const frames = framesOf(use, clip);
  return use.statistics.length === 0 ? frames.data : statisticsOf(use, frames, clip);
}

// The frames of a descriptor, each followed by its derivatives.
function framesOf(
  { name, framing, deltas, prefix: _prefix, statistics: _statistics, ...values }: CompleteUse,
  clip: ClipContext,
): Frames {
  const framed = framing === undefined ? clip : clip.withFraming(framing);
  const frames = descriptorOf(name).frames(framed, values);
  if (deltas === 0) return frames;
  // the derivative at an end is that of the nine frames there, if there are that many
  const mode = frames.count < DELTA_WIDTH ? "nearest" : "interp";
  const orders = Array.from({ length: deltas }, (_, i) => i + 1);
  return concatFrames([frames, ...orders.map((order) => delta(frames, { order, mode }))]);
}

const DELTA_WIDTH = 9;

function statisticsOf(
  use: CompleteUse,
  frames: Frames,
  clip: ClipContext,
): Float32Array | Float64Array {
  const { gaps = false, perClip } = descriptorOf(use.name);
  if (perClip) return frames.data;
  const { framing = clip.framing, statistics } = use;
  const options = { secondsPerFrame: framing.hopLength / clip.sampleRate, gaps };
  const values = new Float64Array(statistics.length * frames.width);
  for (const [domain, uses] of groupBy(statistics.entries(), ([, one]) => domainOf(one))) {
    const included = framesOfDomain(domain, frames.count, () => clip.withFraming(framing).voiced);
    const names = uses.map(([, one]) => nameOf(one));
    const found = statisticsOverTime(frames, { statistics: names, ...options, included });
    for (const [i, [place]] of uses.entries()) {
      values.set(found.subarray(i * frames.width, (i + 1) * frames.width), place * frames.width);
    }
  }
  return values;
}
