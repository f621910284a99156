import { truncationWarning, unreadableAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import type { Block, Decoding } from "../decoding.ts";
import { release } from "../../math/release.ts";
import { uniformBlocks } from "../uniform-blocks.ts";
import { CONFIRMATION_BYTES, promisedFrames, readMpegFrame } from "./mpeg-frame.ts";
import { type MpegBatch, MpegFrames } from "./mpeg-frames.ts";

/**
 * Opens MPEG audio (layer I, II or III) that starts at a frame. The encoder's delay and padding are left out where a LAME header
 * tells them, and so are bytes that are no whole frame, such as tags. Other streams that follow in the file are read, too.
 * @throws {AffektError} `unreadable` without a whole frame, and from the blocks where nothing decodes.
 */
export async function openMpeg(reader: ByteReader, name: string): Promise<Decoding> {
  const window = await reader.fill(CONFIRMATION_BYTES);
  const first = readMpegFrame(window, 0);
  if (first === undefined || first.bytes > window.length) {
    throw unreadableAudio(name, "is an MP3 file without a whole frame");
  }
  const { layer, sampleRate, channelCount, size } = first;
  const promised = promisedFrames(window, 0, first);
  const warnings: string[] = [];
  const blocks = blocksOf(reader, channelCount, warnings, name);
  return {
    format: `mp${layer}`,
    sampleRate,
    channelCount,
    expectedLength: promised ? promised * size : undefined,
    isFloat: true,
    warnings,
    blocks: uniformBlocks(blocks, { sampleRate, channelCount }, warnings),
  };
}

/** Blocks at the rate of each stream. Mono where the recording begins so and has had no stereo yet. */
async function* blocksOf(
  reader: ByteReader,
  channelCount: number,
  warnings: string[],
  name: string,
): AsyncGenerator<Block> {
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const frames = new MpegFrames(reader);
    let stream: StreamLength | undefined;
    let wasStereo = channelCount === 2;
    let found = 0;
    for await (const batch of frames.batches()) {
      if (batch.isNewStream) {
        if (stream !== undefined) await decoder.reset();
        warnings.push(...(stream?.warnings() ?? []));
        stream = new StreamLength(batch);
      }
      stream!.frames += batch.count;
      const { channelData, samplesDecoded } = decoder.decode(batch.bytes);
      found += samplesDecoded;
      // a batch's last frame may come with the next one
      const isStereo = wasStereo || batch.isStereo;
      wasStereo = channelCount === 2 || batch.isStereo;
      // the decoder gives mono as two equal channels
      if (!isStereo) release(channelData.splice(1));
      yield { sampleRate: batch.first.sampleRate, channels: channelData };
    }
    if (found === 0) throw unreadableAudio(name, "is an MP3 file of which nothing decodes");
    if (frames.damaged > 0) {
      warnings.push(`damaged: stretches without an intact frame: ${frames.damaged}`);
    }
    warnings.push(...(stream?.warnings() ?? []));
  } finally {
    decoder.free();
  }
}

/** Compares the frames of a stream with those that its information header promises. */
class StreamLength {
  frames = 0;
  readonly #size: number;
  readonly #promised: number | undefined;

  constructor({ first, promised }: MpegBatch) {
    this.#size = first.size;
    this.#promised = promised;
  }

  warnings(): string[] {
    if (this.#promised === undefined) return [];
    const withSound = this.frames - 1;
    return withSound < this.#promised
      ? [truncationWarning(this.#promised * this.#size, withSound * this.#size)]
      : [];
  }
}
