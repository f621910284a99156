import { AffektError } from "../errors.ts";
import type { Audio } from "./audio.ts";
import { unreadableAudio } from "./audio-fault.ts";
import { ByteReader } from "./byte-reader.ts";
import { concatenate } from "../math/concatenate.ts";
import type { Decoding } from "./decoding.ts";

/** A recording that is decoded while it is read, block by block. */
export interface AudioStream {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** What it is decoded from: `wav`, `w64`, `aiff`, `au`, `flac`, `mp3`, `ogg-vorbis`, `ogg-opus`, `pcm`, or by `ffmpeg`. */
  readonly format: string;
  /** In Hz, before a codec that has a rate of its own; where the file says so (Opus). */
  readonly originalSampleRate?: number | undefined;
  /** Samples a channel that the header promises, which may be wrong; undefined where it does not. */
  readonly expectedLength: number | undefined;
  /** What has been found wrong so far without making the recording unreadable; complete once the blocks have ended. */
  readonly warnings: readonly string[];
  /**
   * The sound in order, to be iterated once: one array a channel, all of one length that is never 0, nominally in [-1, 1],
   * finite, and the reader's own: no views of what is needed later. Leaving the loop early closes the stream.
   * Errors: `unreadable` where what follows is too broken, and those of the source.
   */
  readonly blocks: AsyncIterable<readonly Float32Array[]>;
  /** Tells the source that no more is wanted; needed only where `blocks` is not iterated. */
  readonly close: () => Promise<void>;
}

/** The stream of what `open` makes of bytes; closes their source when it ends or fails. Errors: those of `open` and of the source. */
export async function streamAudio(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  open: (reader: ByteReader) => Decoding | Promise<Decoding>,
): Promise<AudioStream> {
  const reader = new ByteReader(bytes);
  const faultOf = (error: unknown): unknown =>
    error instanceof AffektError || reader.hasFailed
      ? error
      : unreadableAudio(name, "is too broken for its decoder", error);
  try {
    const { blocks, isFloat, ...facts } = await open(reader);
    const sound = soundOf(blocks, isFloat, facts.warnings);
    return { ...facts, blocks: guarded(sound, reader, faultOf), close: () => reader.close() };
  } catch (error) {
    await reader.close();
    throw faultOf(error);
  }
}

/** As much as can be held at once: 4 GB, or six hours of 48 kHz in mono. */
const MAX_SAMPLES = 2 ** 30;

/** All of a stream at once; `name` is only for messages. Errors: those of its blocks, and `unsupported` for more than 2^30 samples. */
export async function collectAudio(stream: AudioStream, name: string): Promise<Audio> {
  const { blocks, sampleRate, channelCount, format, originalSampleRate } = stream;
  const decoded: (readonly Float32Array[])[] = [];
  let length = 0;
  for await (const block of blocks) {
    length += block[0]!.length;
    if (length * channelCount > MAX_SAMPLES) {
      throw new AffektError(
        "unsupported",
        `${name}: too long to be decoded at once: more than ${MAX_SAMPLES} samples; read it as a stream`,
      );
    }
    decoded.push(block);
  }
  const channels = Array.from({ length: channelCount }, (_, c) =>
    concatenate(
      decoded.map((block) => block[c]!),
      (length) => new Float32Array(length),
    ),
  );
  return { channels, sampleRate, format, originalSampleRate, warnings: stream.warnings };
}

/** Samples that a block of `audioStreamOf` holds: about three seconds. */
const BLOCK_LENGTH = 1 << 16;

/** Decoded audio as a stream. Its samples stay the caller's. */
export function audioStreamOf({ channels, sampleRate, ...facts }: Audio): AudioStream {
  const length = channels[0]?.length ?? 0;
  async function* blocks(): AsyncGenerator<readonly Float32Array[]> {
    for (let at = 0; at < length; at += BLOCK_LENGTH) {
      yield channels.map((channel) => channel.slice(at, at + BLOCK_LENGTH));
    }
  }
  return {
    ...facts,
    sampleRate,
    channelCount: channels.length,
    expectedLength: length,
    blocks: blocks(),
    close: async () => {},
  };
}

/** Blocks with the source closed after the last one, whatever ends them, and with errors that say what failed. */
async function* guarded<T>(
  blocks: AsyncIterable<T>,
  reader: ByteReader,
  faultOf: (error: unknown) => unknown,
): AsyncGenerator<T> {
  try {
    yield* blocks;
  } catch (error) {
    throw faultOf(error);
  } finally {
    await reader.close();
  }
}

/** Blocks without those that are empty and without values that are not finite. */
async function* soundOf(
  blocks: AsyncIterable<readonly Float32Array[]>,
  isFloat: boolean,
  warnings: string[],
): AsyncGenerator<readonly Float32Array[]> {
  let isEmpty = true;
  let notFinite = 0;
  for await (const block of blocks) {
    if (block[0]!.length === 0) continue;
    isEmpty = false;
    if (isFloat) notFinite += zeroNotFinite(block);
    yield block;
  }
  if (notFinite > 0) warnings.push(`not finite: NaN or infinite samples taken as 0: ${notFinite}`);
  if (isEmpty) warnings.push("empty: the file holds no samples");
}

/** Replaces NaN and infinities in place by 0 and returns how many there were. */
function zeroNotFinite(channels: readonly Float32Array[]): number {
  let count = 0;
  for (const channel of channels) {
    // a sum is quicker than a test of each: finite float32 cannot overflow it
    let sum = 0;
    for (let i = 0; i < channel.length; i++) sum += channel[i]!;
    if (Number.isFinite(sum)) continue;
    for (let i = 0; i < channel.length; i++) {
      if (!Number.isFinite(channel[i]!)) {
        channel[i] = 0;
        count++;
      }
    }
  }
  return count;
}
