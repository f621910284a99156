import type { Audio } from "./audio.ts";
import {
  checkHeader,
  truncationWarning,
  unreadableAudio,
  unsupportedAudio,
} from "./audio-fault.ts";
import { fourCharacters, readChunks } from "./chunks.ts";
import { readSamples, type SampleEncoding, sampleBytes } from "./sample-encoding.ts";

const INTEGERS: readonly (SampleEncoding | undefined)[] = [undefined, "s8", "s16", "s24", "s32"];

const OTHER_ENCODINGS: Readonly<Record<string, SampleEncoding>> = {
  fl32: "f32",
  FL32: "f32",
  fl64: "f64",
  FL64: "f64",
  ulaw: "ulaw",
  ULAW: "ulaw",
  alaw: "alaw",
  ALAW: "alaw",
};

/**
 * Decodes an AIFF or AIFC file: PCM of 1 to 32 bits in either byte order (`NONE`, `twos`, `sowt`), `fl32`, `fl64`,
 * `ulaw`, `alaw`. Errors: `unreadable` without a common chunk or with impossible figures, `unsupported` for other codecs.
 */
export function decodeAiff(bytes: Uint8Array, name: string): Audio {
  const chunks = readChunks(bytes, false);
  const common = chunks.find(({ id, data }) => id === "COMM" && data.length >= 18)?.data;
  if (common === undefined) throw unreadableAudio(name, "is an AIFF file without a common chunk");
  const view = new DataView(common.buffer, common.byteOffset, common.byteLength);
  const channelCount = view.getUint16(0);
  const promised = view.getUint32(2);
  const sampleRate = extended(view, 8);
  checkHeader(name, sampleRate, channelCount);

  const compression = fourCharacters(bytes, 8) === "AIFC" ? fourCharacters(common, 18) : "NONE";
  const encoding = encodingOf(compression, view.getUint16(6), name);
  const sound = chunks.find(({ id, data }) => id === "SSND" && data.length >= 8)?.data;
  if (sound === undefined) {
    const channels = Array.from({ length: channelCount }, () => new Float32Array(0));
    const warnings = promised > 0 ? [truncationWarning(promised, 0)] : [];
    return { channels, sampleRate, format: "aiff", warnings };
  }

  const offset = new DataView(sound.buffer, sound.byteOffset).getUint32(0);
  const start = 8 + offset;
  const frameBytes = sampleBytes(encoding) * channelCount;
  const content = sound.subarray(start, start + promised * frameBytes);
  const found = Math.floor(content.length / frameBytes);
  return {
    channels: readSamples(content, encoding, channelCount, compression === "sowt"),
    sampleRate,
    format: "aiff",
    warnings: found < promised ? [truncationWarning(promised, found)] : [],
  };
}

function encodingOf(compression: string, bits: number, name: string): SampleEncoding {
  const isPcm = compression === "NONE" || compression === "twos" || compression === "sowt";
  const encoding = isPcm ? INTEGERS[Math.ceil(bits / 8)] : OTHER_ENCODINGS[compression];
  if (encoding !== undefined) return encoding;
  if (isPcm) throw unreadableAudio(name, `is an AIFF file that claims ${bits} bits a sample`);
  throw unsupportedAudio(name, `an AIFC file of ${JSON.stringify(compression)}`);
}

/** An 80-bit IEEE 754 extended-precision number, to the nearest integer. */
function extended(view: DataView, at: number): number {
  const mantissa = view.getUint32(at + 2) * 2 ** 32 + view.getUint32(at + 6);
  return Math.round(mantissa * 2 ** (view.getUint16(at) - 16383 - 63));
}
