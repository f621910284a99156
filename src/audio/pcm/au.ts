import { checkHeader, unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { fourCharacters, viewOf } from "../bytes.ts";
import type { Decoding } from "../decoding.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import { decodeSampleData } from "./sample-data.ts";

const HEADER_BYTES = 24;
const NO_SIZE = 0xffffffff;

const ENCODINGS: Readonly<Record<number, SampleEncoding>> = {
  1: "ulaw",
  2: "s8",
  3: "s16",
  4: "s24",
  5: "s32",
  6: "f32",
  7: "f64",
  27: "alaw",
};

/** Encodings of which ffmpeg makes another sound, without complaint. */
const MISREAD_ENCODINGS: Readonly<Record<number, string>> = {
  23: "G.721",
  25: "G.723 of 24 kbit/s",
  26: "G.723 of 40 kbit/s",
};

/**
 * Opens a Sun AU file, also one in the byte order of DEC (`dns.`): PCM of 8 to 32 bits, floating point, A-law, µ-law.
 * @throws {AffektError} `unreadable` for impossible values and for ADPCM, `unsupported` for other encodings.
 */
export async function openAu(reader: ByteReader, name: string): Promise<Decoding> {
  const head = await reader.fill(HEADER_BYTES);
  if (head.length < HEADER_BYTES)
    throw unreadableAudio(name, "is an AU file without a whole header");
  const littleEndian = fourCharacters(head, 0) === "dns.";
  const [start, size, code, sampleRate, channelCount] = Array.from({ length: 5 }, (_, i) =>
    viewOf(head).getUint32(4 + 4 * i, littleEndian),
  ) as [number, number, number, number, number];
  checkHeader(name, sampleRate, channelCount);
  const encoding = ENCODINGS[code];
  const unknown = MISREAD_ENCODINGS[code];
  if (unknown !== undefined) throw unreadableAudio(name, `is an AU file of ${unknown}`);
  if (encoding === undefined) throw unsupportedAudio(name, `an AU file of encoding ${code}`);
  await reader.skip(Math.max(start, HEADER_BYTES));
  return decodeSampleData(
    reader,
    { format: "au", sampleRate, channelCount },
    {
      codec: pcmCodec(encoding, channelCount, littleEndian),
      size: size === 0 || size === NO_SIZE ? Infinity : size,
    },
  );
}
