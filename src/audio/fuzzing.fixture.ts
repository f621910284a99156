import fc from "fast-check";
import { AffektError } from "../errors.ts";
import type { AudioData } from "./audio-data.ts";
import { collectAudio } from "./audio-stream.ts";
import { makeCrc } from "./crc.ts";
import { decodeAudio, openAudioStream } from "./decode.ts";
import { join } from "./joined.fixture.ts";
import { repairPages } from "./ogg/ogg-pages.fixture.ts";
import { RECORDINGS, recording } from "./recordings.fixture.ts";

/** Bytes of samples that a byte of input may give: a packet of two bytes of Opus holds 120 ms of six channels and more. */
const MAX_GROWTH = 20_000;
/** For some kilobytes. */
const MAX_SECONDS = 10;

/** One change of a file, at an offset, with a number and other bytes. */
interface Edit {
  readonly kind: keyof typeof EDITS;
  readonly at: number;
  readonly value: number;
  readonly other: Uint8Array;
}

type Apply = (bytes: Uint8Array, at: number, edit: Edit) => Uint8Array;

function field(write: (view: DataView, at: number, value: number) => void): Apply {
  return (bytes, at, { value }) => {
    const wide = new Uint8Array(bytes.length + 4);
    wide.set(bytes);
    write(new DataView(wide.buffer), at, value);
    return wide.subarray(0, bytes.length);
  };
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, at), ...added, ...bytes.subarray(at + removed)]);
}

const EDITS = {
  byte: field((view, at, value) => view.setUint8(at, value)),
  littleEndian16: field((view, at, value) => view.setUint16(at, value, true)),
  littleEndian32: field((view, at, value) => view.setUint32(at, value, true)),
  bigEndian16: field((view, at, value) => view.setUint16(at, value)),
  bigEndian32: field((view, at, value) => view.setUint32(at, value)),
  cut: (bytes, at, { value }) => splice(bytes, at, value & 0x3ff, new Uint8Array(0)),
  repeat: (bytes, at, { value }) => splice(bytes, at, 0, bytes.subarray(at, at + (value & 0x3ff))),
  insert: (bytes, at, { value, other }) => splice(bytes, at, 0, other.subarray(0, value & 0x3ff)),
  end: (bytes, at) => bytes.slice(0, at),
} as const satisfies Record<string, Apply>;

/** Numbers that break arithmetic where they stand in headers. */
const EXTREMES: readonly number[] = [
  0, 1, 2, 7, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

const noise = fc.uint8Array({ maxLength: 600 });

const crc8 = makeCrc(8, 0x07);
/** Of the recording "FLAC of 16 bits", in stereo: before its first frame. */
const FLAC_START = recording("FLAC of 16 bits").subarray(0, 108);

/** FLAC with a frame whose header is in order and whose content is noise, which is decoded before its checksum fails. */
const flacOfNoise: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.integer({ min: 1, max: 15 }),
    fc.nat(14),
    fc.constantFrom(0x18, 0x88, 0x98, 0xa8),
    fc.uint8Array({ minLength: 4, maxLength: 600 }),
  )
  .map(([sizeCode, rateCode, assignment, content]) => {
    const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
    const rateBytes = rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0;
    const fixed = [0xff, 0xf8, (sizeCode << 4) | rateCode, assignment, 0];
    const header = Uint8Array.from([...fixed, ...content.subarray(0, sizeBytes + rateBytes)]);
    return Uint8Array.from([...FLAC_START, ...header, crc8(header, 0, header.length), ...content]);
  });

const file = fc.constantFrom(...RECORDINGS).map(({ bytes }) => bytes);

/** Two files one after the other, with some bytes between them. */
const joinedFiles = fc.tuple(file, noise, file).map((parts) => join(...parts));

const anyBytes = fc.oneof(
  { weight: 8, arbitrary: file },
  { weight: 2, arbitrary: joinedFiles },
  { weight: 1, arbitrary: flacOfNoise },
  { weight: 1, arbitrary: noise },
);

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...(Object.keys(EDITS) as (keyof typeof EDITS)[])),
  at: fc.oneof(fc.nat(127), fc.nat(0xffff)),
  value: fc.oneof(fc.constantFrom(...EXTREMES), fc.nat(0xffff)),
  other: anyBytes,
});

/** Files that are broken: recordings in every format after some edits, Ogg often with checksums that fit again, and random bytes. */
export const brokenFile: fc.Arbitrary<Uint8Array> = fc
  .tuple(anyBytes, fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([bytes, edits, isRepaired]) => {
    const broken = edits.reduce(
      (before, each) => EDITS[each.kind](before, each.at % (before.length + 1), each),
      bytes,
    );
    return isRepaired && broken[0] === 0x4f ? repairPages(broken.slice()) : broken;
  });

/** The outcome of decoding a file: valid audio or an `AffektError`. Throws at anything else, and where it takes too long. */
export async function decodeSafely(bytes: Uint8Array): Promise<AudioData | AffektError> {
  const copy = bytes.slice();
  const start = performance.now();
  const outcome = await affektErrorOf(decodeAudio(bytes, { name: "clip" }));
  const seconds = (performance.now() - start) / 1000;
  if (copy.some((byte, i) => byte !== bytes[i])) throw new Error("the bytes were changed");
  if (seconds > MAX_SECONDS) throw new Error(`decoding took ${seconds} s`);
  if (!(outcome instanceof AffektError)) checkAudio(outcome, bytes.length);
  return outcome;
}

/** The outcome of decoding a file that comes in pieces of a size. */
export async function decodeInPieces(
  bytes: Uint8Array,
  size: number,
): Promise<AudioData | AffektError> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const open = async (): Promise<AudioData> =>
    collectAudio(await openAudioStream(pieces(), { name: "clip" }));
  return affektErrorOf(open());
}

async function affektErrorOf(decoding: Promise<AudioData>): Promise<AudioData | AffektError> {
  try {
    return await decoding;
  } catch (error) {
    if (error instanceof AffektError) return error;
    throw error;
  }
}

function checkAudio({ channels, sampleRate }: AudioData, fileBytes: number): void {
  const [first] = channels;
  const isShaped = first !== undefined && channels.every(({ length }) => length === first.length);
  if (!isShaped || !(sampleRate > 0)) throw new Error("no channels of one length, or no rate");
  if (!channels.every((channel) => channel.every(Number.isFinite))) {
    throw new Error("samples that are not finite");
  }
  const bytes = first.byteLength * channels.length;
  if (bytes > fileBytes * MAX_GROWTH) throw new Error(`${bytes} bytes of samples`);
}
