import type { Audio } from "./audio.ts";
import {
  checkHeader,
  truncationWarning,
  unreadableAudio,
  unsupportedAudio,
} from "./audio-fault.ts";
import { type Chunk, readChunks } from "./chunks.ts";
import { readSamples, type SampleEncoding, sampleBytes } from "./sample-encoding.ts";

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

const OTHER_CODECS: Readonly<Record<number, string>> = {
  0x02: "MS ADPCM",
  0x11: "IMA ADPCM",
  0x31: "GSM 6.10",
  0x50: "MPEG audio",
  0x55: "MP3",
  0xff: "AAC",
  0x161: "Windows Media Audio",
};

/**
 * Decodes a WAV file (RIFF, RF64 or BW64): PCM of 8 to 32 bits, floating point of 32 and 64 bits, A-law, µ-law.
 * A data size of zero or beyond 2 GB that does not fit the file is a streamed one: the samples go on to the file's end.
 * Errors: `unreadable` without a format or data chunk or with impossible figures, `unsupported` for other codecs.
 */
export function decodeWav(bytes: Uint8Array, name: string): Audio {
  const chunks = readChunks(bytes, true);
  const format = chunks.find(({ id, data }) => id === "fmt " && data.length >= 16);
  if (format === undefined) throw unreadableAudio(name, "is a WAV file without a format chunk");
  const data = chunks.find(({ id }) => id === "data");
  if (data === undefined) throw unreadableAudio(name, "is a WAV file without a data chunk");

  const view = viewOf(format);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  checkHeader(name, sampleRate, channelCount);
  const encoding = encodingOf(format, channelCount, name);
  const frameBytes = sampleBytes(encoding) * channelCount;

  const claimed = claimedSize(bytes, data, chunks);
  const content = bytes.subarray(data.start, claimed && data.start + claimed);
  const channels = readSamples(content, encoding, channelCount, true);
  const warnings =
    claimed !== undefined && claimed > content.length
      ? [
          truncationWarning(
            Math.floor(claimed / frameBytes),
            Math.floor(content.length / frameBytes),
          ),
        ]
      : [];
  return { channels, sampleRate, format: "wav", warnings };
}

function viewOf({ data }: Chunk): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

function encodingOf(format: Chunk, channelCount: number, name: string): SampleEncoding {
  const view = viewOf(format);
  const tag = view.getUint16(0, true);
  const codec = tag === EXTENSIBLE && format.data.length >= 26 ? view.getUint16(24, true) : tag;
  const bits = view.getUint16(14, true);
  const container = view.getUint16(12, true) / channelCount;
  const bytes =
    Number.isInteger(container) && container * 8 >= bits ? container : Math.ceil(bits / 8);
  if (codec === PCM && bits > 0) {
    if (bytes === 1) return "u8";
    if (bytes === 2) return "s16";
    if (bytes === 3) return "s24";
    if (bytes === 4) return "s32";
  }
  if (codec === FLOAT && bits === 32) return "f32";
  if (codec === FLOAT && bits === 64) return "f64";
  if (codec === 6 && bits === 8) return "alaw";
  if (codec === 7 && bits === 8) return "ulaw";
  if (codec === PCM || codec === FLOAT || codec === 6 || codec === 7) {
    throw unreadableAudio(name, `is a WAV file that claims ${bits} bits a sample`);
  }
  const codecName = OTHER_CODECS[codec] ?? `codec 0x${codec.toString(16).padStart(4, "0")}`;
  throw unsupportedAudio(name, `a WAV file of ${codecName}`);
}

/** Bytes of sample data that the file claims to have; undefined where they go on to its end. */
function claimedSize(bytes: Uint8Array, data: Chunk, chunks: readonly Chunk[]): number | undefined {
  const long = chunks.find(({ id, data: { length } }) => id === "ds64" && length >= 16);
  if (data.size === 0xffffffff && long !== undefined) {
    const view = viewOf(long);
    return view.getUint32(8, true) + view.getUint32(12, true) * 2 ** 32;
  }
  const riffSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const streamed =
    data.size === 0
      ? riffSize !== bytes.length - 8
      : data.size >= 0x7fff0000 && data.size > bytes.length;
  return streamed ? undefined : data.size;
}
