import { audioOf, type DecodedAudio } from "../../audio/audio-buffer.ts";
import { type AudioStream, streamOf } from "../../audio/audio-stream.ts";
import { assessClip } from "../../audio/level.ts";
import { type ChannelChoice, channelChoice, MonoMixer } from "../../audio/mix.ts";
import { Resampler } from "../../audio/resample/resample.ts";
import { estimateSnr } from "../../audio/snr.ts";
import { type Augmentation, augmentedCopies } from "../../augmentation/augmentation.ts";
import { AffektError } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";
import { release } from "../../math/release.ts";
import { group, withDefault } from "../../options/schema.ts";
import { yieldToEventLoop } from "../../parallel/event-loop.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import { frameStep } from "../sets/shared-frames.ts";
import { encodedClipValues } from "../sets/vector.ts";
import type { FeatureSet } from "../sets/definition.ts";
import type { Clip, RecordingSummary, RecordingInfo } from "./clip.ts";
import { createCutter, type Cut, type Segment, type Windowing } from "./cutter.ts";
import { RecordingIdentity } from "./recording-identity.ts";

/** The options of an extraction that are described. */
export const EXTRACTION_OPTIONS = group({ channel: withDefault(channelChoice, "mix") });

/** A feature extraction: the set and everything else that decides on the values. Plain data. */
export interface Extraction {
  readonly set: FeatureSet;
  /** Default `auto`. */
  readonly windowing?: Windowing | undefined;
  /** The conversion of channels to mono; default `mix`. With `each`, every channel has its own clips. */
  readonly channel?: ChannelChoice | undefined;
  /** Adds augmented copies of each clip, for training only. */
  readonly augmentation?: Augmentation | undefined;
}

/** Options of `extractClips` that belong to one recording. */
export interface ExtractClipsOptions extends Extraction {
  /** The clips of the recording, in place of windows. */
  readonly segments?: readonly Segment[] | undefined;
  /** For messages. */
  readonly name?: string;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The clips of a recording as they are cut while it is decoded; returns information on the whole recording. Memory does not grow
 * with the recording's length where there are windows. A recording that breaks off after some clips keeps them, with a warning.
 * @throws the stream's errors; {AffektError} `unreadable` where samples are so far beyond full scale that their power is not finite;
 * `unsupported` where a clip is too long for the memory; `too-long`; `interrupted`.
 */
export async function* extractClips(
  source: DecodedAudio | AudioStream,
  options: ExtractClipsOptions,
): AsyncGenerator<Clip, RecordingInfo, void> {
  const identity = new RecordingIdentity(options.set.sampleRate);
  const facts = yield* clipsOfRecording(source, options, identity);
  return { ...identity.finish(), ...facts };
}

/** `extractClips` for predictions: without what tells recordings apart, and without signal-to-noise ratios. @throws as `extractClips` */
export function clipsToPredict(
  source: DecodedAudio | AudioStream,
  options: ExtractClipsOptions,
): AsyncGenerator<Clip, RecordingSummary, void> {
  return clipsOfRecording(source, options);
}

async function* clipsOfRecording(
  source: DecodedAudio | AudioStream,
  {
    segments,
    name = "recording",
    maxSeconds = Infinity,
    signal,
    ...extraction
  }: ExtractClipsOptions,
  identity?: RecordingIdentity,
): AsyncGenerator<Clip, RecordingSummary, void> {
  const { set, windowing = "auto", channel } = extraction;
  const audio = "blocks" in source ? source : streamOf(audioOf(source), { name });
  const { channelCount, expectedLength = 0, sampleRate } = audio;
  const expectedSeconds = expectedLength / sampleRate;
  const mixer = new MonoMixer({ channelCount, channel, name });
  const tracks = mixer.signals.map((signal) => ({
    channel: signal,
    cutter: createCutter(set.sampleRate, windowing, {
      segments,
      expectedSeconds,
      step: frameStep(set),
    }),
    resampler: new Resampler({ from: sampleRate, to: set.sampleRate }),
  }));
  const faults: string[] = [];
  const cutSegments = new Set<number>();
  let count = 0;
  let length = 0;

  const checkLength = (seconds: number): void => {
    if (seconds <= maxSeconds) return;
    throw new AffektError("too-long", `${name}: longer than ${maxSeconds} s, which is the limit`);
  };

  async function* clipsOf(
    cuts: Iterable<Cut>,
    { channel: signal }: (typeof tracks)[number],
  ): AsyncGenerator<Clip, void, void> {
    for (const cut of cuts) {
      count++;
      if (cut.segment !== undefined) cutSegments.add(cut.segment);
      const clip = await clipOf(cut, extraction, name, length / sampleRate);
      const { state } = clip;
      const snrDb =
        identity && state === "ok" ? estimateSnr(cut.samples, set.sampleRate) : undefined;
      await yieldToEventLoop();
      yield {
        ...clip,
        ...(snrDb !== undefined && { snrDb }),
        ...(signal !== "" && { channel: signal }),
        ...(expectedLength > 0 && { progress: Math.min(1, length / expectedLength) }),
      };
    }
  }

  async function* resampled(samples: Float32Array, t: number): AsyncGenerator<Clip, void, void> {
    const track = tracks[t]!;
    if (t === 0) identity?.pushResampled(samples);
    yield* clipsOf(track.cutter.push(samples), track);
  }

  try {
    checkLength(expectedSeconds);
    for await (const channels of untilFault(audio.blocks, () => count > 0, faults)) {
      throwIfAborted(signal, `${name}: interrupted`);
      const signals = mixer.mix(channels);
      length += channels[0]!.length;
      checkLength(length / sampleRate);
      identity?.push(signals);
      const blocks = signals.map((samples, t) => tracks[t]!.resampler.push(samples));
      const isKept = (samples: Float32Array): boolean => blocks.includes(samples);
      release([...channels, ...signals].filter((samples) => !isKept(samples)));
      for (const [t, samples] of blocks.entries()) yield* resampled(samples, t);
    }
    for (const [t, track] of tracks.entries()) {
      yield* resampled(track.resampler.flush(), t);
      yield* clipsOf(track.cutter.end(), track);
    }
  } finally {
    for (const { cutter } of tracks) cutter.release();
  }
  const durationSeconds = length / sampleRate;
  return {
    durationSeconds,
    warnings: [
      ...audio.warnings,
      ...mixer.warnings,
      ...faults,
      ...(segments ?? []).flatMap(({ startSeconds }, i) =>
        cutSegments.has(i)
          ? []
          : `the segment from ${startSeconds} s begins behind the end (${durationSeconds.toFixed(2)} s)`,
      ),
    ],
  };
}

async function clipOf(
  { startSeconds, samples, segment }: Cut,
  { set, augmentation }: Extraction,
  name: string,
  lengthSeconds: number,
): Promise<Clip> {
  const state = assessClip(samples, { sampleRate: set.sampleRate });
  const augmented =
    augmentation === undefined || state !== "ok"
      ? undefined
      : augmentedCopies(samples, { sampleRate: set.sampleRate, augmentation }).filter(
          (copy) => assessClip(copy, { sampleRate: set.sampleRate }) === "ok",
        );
  const values = await namedValues(samples, set, name);
  const copies: Float32Array[] = [];
  for (const copy of augmented ?? []) copies.push(await namedValues(copy, set, name));
  return {
    values,
    startSeconds,
    durationSeconds: Math.min(samples.length / set.sampleRate, lengthSeconds - startSeconds),
    state,
    ...(augmented && { augmented: copies }),
    ...(segment !== undefined && { segment, samplesHash: contentHash(samples) }),
  };
}

/** Feature values, with the recording's name in their errors. */
async function namedValues(
  samples: Float32Array,
  set: FeatureSet,
  name: string,
): Promise<Float32Array> {
  try {
    return await encodedClipValues(samples, { set });
  } catch (cause) {
    if (cause instanceof RangeError) {
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

/** The blocks up to an error, which goes to `faults` where clips are there to keep. */
async function* untilFault<T>(
  blocks: AsyncIterable<T>,
  hasClips: () => boolean,
  faults: string[],
): AsyncGenerator<T> {
  try {
    yield* blocks;
  } catch (error) {
    if (!hasClips()) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    faults.push(`breaks off; what came before is kept: ${reason}`);
  }
}
