import { type Audio, mixToMono } from "../../audio/audio.ts";
import type { AudioStream } from "../../audio/audio-stream.ts";
import { assessClip, type ClipState } from "../../audio/level.ts";
import { resample, Resampler } from "../../audio/resample/resample.ts";
import { AffektError } from "../../errors.ts";
import { ContentHash } from "../../math/content-hash.ts";
import { release } from "../../math/release.ts";
import { ClipCutter, type Cut, type Windowing } from "./clip-cutter.ts";
import { clipValues } from "../sets/vector.ts";
import type { FeatureSet } from "../sets/definition.ts";

/** What one recording, or one window of it, gave; `Values` are what its values are, or what stands for them where they are kept elsewhere. */
export interface ClipFeatures<Values = Float32Array> {
  /** One value a column of the feature set, or, of a sequence, one a column and frame: [frames, columns]; all finite. */
  readonly values: Values;
  /** Where in the recording the clip begins; 0 for a whole one. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Whether the clip is fit to learn from; values are there in any case. */
  readonly state: ClipState;
  /** What the decoder found wrong without giving up; of windows with the first one. */
  readonly warnings: readonly string[];
  /** The values of augmented copies, where there are any: to learn from besides the clip's own, never to test on. */
  readonly copies?: readonly Values[];
}

/** A clip that is known by what is heard. */
export interface ExtractedClip<Values = Float32Array> extends ClipFeatures<Values> {
  /** Of the whole recording: the same for recordings of the same samples, and for all windows of one. */
  readonly samplesHash: string;
}

/**
 * The features of a decoded recording as a whole: mixed to mono, resampled to the set's rate.
 * Errors: `unreadable` where samples are so far beyond full scale that their power is not a finite number; `name` is for the message.
 */
export function extractFeatures(audio: Audio, set: FeatureSet, name = "recording"): ClipFeatures {
  const { sampleRate, warnings } = audio;
  const mono = mixToMono(audio);
  const samples = resample(mono, sampleRate, set.sampleRate);
  return {
    values: namedValues(samples, set, name),
    startSeconds: 0,
    durationSeconds: mono.length / sampleRate,
    state: assessClip(samples, set.sampleRate),
    warnings,
  };
}

// with the recording's name in what may be wrong with it
function namedValues(samples: Float32Array, set: FeatureSet, name: string): Float32Array {
  try {
    return clipValues(samples, set);
  } catch (cause) {
    if (cause instanceof RangeError) {
      // memory that cannot be had
      const minutes = (samples.length / set.sampleRate / 60).toFixed(0);
      throw new AffektError(
        "unsupported",
        `${name}: ${minutes} minutes are too long to be analysed at once; take windows`,
        { cause },
      );
    }
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(cause.code, `${name}: ${cause.message}`, { cause });
  }
}

/** Takes the values of a clip, or of a copy of it, as soon as they are made, to where they are kept, and gives what stands for them. */
export type Keep<Values> = (values: Float32Array) => Values;

/** Keeps values as they are. */
export const inMemory: Keep<Float32Array> = (values) => values;

/** A clip with something else in the place of each of its values. */
export function withValues<From, To>(
  { values, copies, ...rest }: ExtractedClip<From>,
  of: (values: From) => To,
): ExtractedClip<To> {
  return { ...rest, values: of(values), ...(copies && { copies: copies.map(of) }) };
}

/** How clips are extracted from a stream. */
export interface ClipExtraction<Values> {
  readonly set: FeatureSet;
  /** Default `auto`. */
  readonly windowing?: Windowing | undefined;
  /** Makes augmented copies of a clip's samples at the set's rate; called for clips that are fit to learn from, and copies that are not are left out. */
  readonly augment?: ((samples: Float32Array) => readonly Float32Array[]) | undefined;
  readonly keep: Keep<Values>;
  /** The recording's, for messages. */
  readonly name: string;
  /** Called block by block with the share that is done, 0…1; 0 where the recording's length is not known. */
  readonly onShare?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The features of a recording that is decoded while it is read, in memory that does not grow with its length if there are windows and `keep` takes none:
 * mixed to mono, resampled, cut, analysed. Where it breaks off after some windows, they are kept, with a warning.
 * Errors: those of the stream and of `extractFeatures`, `interrupted`.
 */
export async function extractClips<Values>(
  stream: AudioStream,
  { set, windowing = "auto", augment, keep, name, onShare, signal }: ClipExtraction<Values>,
): Promise<ExtractedClip<Values>[]> {
  const { expectedLength = 0, sampleRate } = stream;
  const resampler = new Resampler(sampleRate, set.sampleRate);
  const cutter = new ClipCutter(set.sampleRate, windowing, expectedLength / sampleRate);
  const clips: ClipFeatures<Values>[] = [];
  const faults: string[] = [];
  const hash = new ContentHash();
  let heard = 0;
  const add = ({ startSeconds, samples }: Cut): void => {
    const state = assessClip(samples, set.sampleRate);
    clips.push({
      values: keep(namedValues(samples, set, name)),
      startSeconds,
      durationSeconds: Math.min(samples.length / set.sampleRate, heard / sampleRate - startSeconds),
      state,
      warnings: [],
      ...(augment &&
        state === "ok" && {
          copies: augment(samples)
            .filter((copy) => assessClip(copy, set.sampleRate) === "ok")
            .map((copy) => keep(namedValues(copy, set, name))),
        }),
    });
  };
  for await (const channels of untilFault(stream.blocks, () => clips.length > 0, faults)) {
    if (signal?.aborted) throw new AffektError("interrupted", `${name}: interrupted`);
    const mono = mixToMono({ channels });
    heard += mono.length;
    hash.update(mono);
    onShare?.(expectedLength === 0 ? 0 : Math.min(1, heard / expectedLength));
    const resampled = resampler.push(mono);
    if (resampled !== mono) release([...channels, mono]);
    for (const cut of cutter.push(resampled)) add(cut);
  }
  for (const cut of cutter.push(resampler.flush())) add(cut);
  for (const cut of cutter.end()) add(cut);
  cutter.release();
  const [first, ...others] = clips;
  const warnings = [...stream.warnings, ...faults];
  const samplesHash = hash.digest();
  return [{ ...first!, warnings }, ...others].map((clip) => ({ ...clip, samplesHash }));
}

// The blocks up to an error, which goes to `faults` where there is something to keep.
async function* untilFault<T>(
  blocks: AsyncIterable<T>,
  isWorthKeeping: () => boolean,
  faults: string[],
): AsyncGenerator<T> {
  try {
    yield* blocks;
  } catch (error) {
    if (!isWorthKeeping()) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    faults.push(`breaks off; what came before is kept: ${reason}`);
  }
}
