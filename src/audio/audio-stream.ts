import { AffektError } from "../errors.ts";
import { concatenate } from "../math/concatenate.ts";
import type { AudioData } from "./audio-data.ts";
import { unreadableAudio } from "./audio-fault.ts";
import { ByteReader } from "./byte-reader.ts";
import type { Decoding } from "./decoding.ts";
import { FloatCheck } from "./float-check.ts";

/** A recording that is decoded while it is read, block by block. */
export interface AudioStream {
  /** Name of the recording in messages. */
  readonly name: string;
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /**
   * Format that it is decoded from: `wav`, `w64`, `aiff`, `au`, `flac`, `mp1`, `mp2`, `mp3`, `ogg-vorbis`, `ogg-opus`, `ogg-flac` or
   * `pcm`; `ffmpeg` or `browser` where these decode.
   */
  readonly format: string;
  /** In Hz, before a codec that has a rate of its own. Where the file says so (Opus). */
  readonly originalSampleRate?: number | undefined;
  /** Samples a channel that the header promises, which may be wrong. Undefined where it does not. */
  readonly expectedLength: number | undefined;
  /** Problems found so far that did not make the recording unreadable. Complete once the blocks have ended. */
  readonly warnings: readonly string[];
  /**
   * The samples in order, to be iterated once: one array a channel, all of one length that is never 0, nominally in [-1, 1],
   * finite. The arrays belong to the reader. Leaving the loop early closes the stream.
   * @throws {AffektError} `unreadable` where what follows is too broken. The errors of the source.
   */
  readonly blocks: AsyncIterable<readonly Float32Array[]>;
  /** Closes the source. Needed only where `blocks` is not iterated. */
  readonly close: () => Promise<void>;
}

/**
 * The stream that `open` makes of bytes. Their source is closed when it ends or fails.
 * @throws {AffektError} the errors of `open` and of the source.
 */
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
    const { blocks, isFloat, ...header } = await open(reader);
    const samples = finiteBlocks(blocks, isFloat, header.warnings);
    return {
      name,
      ...header,
      blocks: guarded(samples, reader, faultOf),
      close: () => reader.close(),
    };
  } catch (error) {
    await reader.close();
    throw faultOf(error);
  }
}

/** Samples that a block of `streamOf` holds: about three seconds. */
const BLOCK_LENGTH = 1 << 16;

/** Decoded audio as a stream. The samples are not copied. */
export function streamOf(
  { channels, ...header }: AudioData,
  { name }: { readonly name: string },
): AudioStream {
  const length = channels[0]?.length ?? 0;
  async function* blocks(): AsyncGenerator<readonly Float32Array[]> {
    for (let at = 0; at < length; at += BLOCK_LENGTH) {
      yield channels.map((channel) => channel.slice(at, at + BLOCK_LENGTH));
    }
  }
  return {
    name,
    ...header,
    channelCount: channels.length,
    expectedLength: length,
    blocks: blocks(),
    close: async () => {},
  };
}

/** The limit in memory: 4 GB, or six hours of 48 kHz in mono. */
const MAX_SAMPLES = 2 ** 30;

/**
 * Collects all of a stream.
 * @throws {AffektError} the errors of its blocks, and `unsupported` for more than 2^30 samples.
 */
export async function collectAudio(stream: AudioStream): Promise<AudioData> {
  const { blocks, name, sampleRate, channelCount, format, originalSampleRate } = stream;
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
async function* finiteBlocks(
  blocks: AsyncIterable<readonly Float32Array[]>,
  isFloat: boolean,
  warnings: string[],
): AsyncGenerator<readonly Float32Array[]> {
  const check = new FloatCheck();
  let isEmpty = true;
  for await (const block of blocks) {
    if (block[0]!.length === 0) continue;
    isEmpty = false;
    if (isFloat) check.check(block);
    yield block;
  }
  warnings.push(...check.warnings);
  if (isEmpty) warnings.push("empty: the file holds no samples");
}
