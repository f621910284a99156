import { excessWarning, truncationWarning } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import type { Decoding } from "../decoding.ts";
import type { SampleCodec } from "./sample-codec.ts";

/** The stretch of a file that holds its sound, as the header describes it. */
export interface SampleData {
  readonly codec: SampleCodec;
  /** Bytes; `Infinity` where they continue to the file's end. */
  readonly size: number;
  /** Whether a writer that did not know the size may have put it there, so that nothing is missing where there is less. */
  readonly isPlaceholder?: boolean;
  /** Samples a channel, where the last block of a compression is filled up beyond them. */
  readonly length?: number | undefined;
  /** Asked at the end of the stretch: whether there is more sound than the header says. */
  readonly goesOn?: (reader: ByteReader) => Promise<boolean>;
}

/** The decoding of a stretch of samples at which `reader` stands. */
export function decodeSampleData(
  reader: ByteReader,
  header: Pick<Decoding, "format" | "sampleRate" | "channelCount">,
  data: SampleData,
): Decoding {
  const { codec, size, isPlaceholder = false } = data;
  const length = data.length ?? Math.floor(size / codec.unitBytes) * codec.unitSamples;
  const expectedLength = isPlaceholder || length === Infinity ? undefined : length;
  const warnings: string[] = [];
  return {
    ...header,
    isFloat: codec.isFloat,
    expectedLength,
    warnings,
    blocks: blocksOf(reader, data, expectedLength, warnings),
  };
}

async function* blocksOf(
  reader: ByteReader,
  { codec, size, length = Infinity, goesOn }: SampleData,
  expected: number | undefined,
  warnings: string[],
): AsyncGenerator<Float32Array[]> {
  let found = yield* decodeUnits(reader, codec, size, length);
  if (expected !== undefined && found < expected) {
    warnings.push(truncationWarning(expected, found));
  } else if (await goesOn?.(reader)) {
    found += yield* decodeUnits(reader, codec, Infinity, Infinity);
    if (expected !== undefined) warnings.push(excessWarning(expected, found));
  }
}

/** Decodes the next `size` bytes, at most to `length` samples, and returns how many samples a channel there were. */
async function* decodeUnits(
  reader: ByteReader,
  { unitBytes, decode }: SampleCodec,
  size: number,
  length: number,
): AsyncGenerator<Float32Array[], number> {
  let found = 0;
  let left = size;
  while (left > 0 && found < length) {
    const available = (await reader.fill(Math.min(unitBytes, left))).length;
    if (available === 0) break;
    const whole = available - (available % unitBytes);
    const used = Math.min(left, whole || available);
    const block = decode(reader.window.subarray(0, used));
    reader.consume(used);
    left -= used;
    const wanted = Math.min(block[0]!.length, length - found);
    yield block.map((channel) => channel.subarray(0, wanted));
    found += wanted;
  }
  await reader.skip(left);
  return found;
}
