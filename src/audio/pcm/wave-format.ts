import { checkHeader, unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import { viewOf } from "../bytes.ts";
import { imaAdpcmCodec } from "./ima-adpcm.ts";
import { msAdpcmCodec } from "./ms-adpcm.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import type { SampleCodec } from "./sample-codec.ts";

const PCM = 1;
const MS_ADPCM = 2;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const IMA_ADPCM = 0x11;
const EXTENSIBLE = 0xfffe;
/** MPEG audio of layers I and II, and of layer III. */
const MPEG: readonly number[] = [0x50, 0x55];
/** Bytes before the codec's number in an extensible format chunk. */
const SUBFORMAT = 24;

const OTHER_CODECS: Readonly<Record<number, string>> = {
  0x31: "GSM 6.10",
  0x45: "G.726",
  0x64: "G.726",
  0xff: "AAC",
  0x161: "Windows Media Audio",
};

/** Codecs of which ffmpeg makes another sound, without complaint. */
const MISREAD_CODECS: Readonly<Record<number, string>> = {
  0x14: "G.723",
  0x38: "NMS ADPCM",
  0x40: "G.721",
};

/** The format chunk of a WAV file. */
export interface WaveFormat {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly codec: SampleCodec;
}

/**
 * Reads a format chunk of 16 bytes or more; `mpeg` for a file that wraps MPEG audio, whose frames say more.
 * @throws {AffektError} `unreadable` for impossible values, `unsupported` for other codecs.
 */
export function readWaveFormat(
  content: Uint8Array,
  littleEndian: boolean,
  name: string,
): WaveFormat | "mpeg" {
  const view = viewOf(content);
  const channelCount = view.getUint16(2, littleEndian);
  const sampleRate = view.getUint32(4, littleEndian);
  const tag = view.getUint16(0, littleEndian);
  const blockBytes = view.getUint16(12, littleEndian);
  const bits = view.getUint16(14, littleEndian);
  const isExtensible = tag === EXTENSIBLE && content.length >= SUBFORMAT + 4;
  const codecTag = isExtensible ? subformatOf(view, littleEndian) : tag;
  if (MPEG.includes(codecTag)) return "mpeg";
  checkHeader(name, sampleRate, channelCount);
  const codec =
    codecTag === IMA_ADPCM
      ? imaAdpcmCodec(channelCount, blockBytes)
      : codecTag === MS_ADPCM
        ? msAdpcmCodec(channelCount, blockBytes, readPredictors(view, littleEndian))
        : pcmCodec(
            encodingOf(codecTag, bits, blockBytes / channelCount, name),
            channelCount,
            littleEndian,
          );
  if (codec.unitSamples < 1) {
    throw unreadableAudio(name, `is a WAV file that claims blocks of ${blockBytes} bytes`);
  }
  return { sampleRate, channelCount, codec };
}

/** The codec's number in an extensible chunk. In big-endian files some writers leave it little-endian. */
function subformatOf(view: DataView, littleEndian: boolean): number {
  const number = view.getUint32(SUBFORMAT, littleEndian);
  return number <= 0xffff ? number : view.getUint32(SUBFORMAT, true) & 0xffff;
}

function encodingOf(codec: number, bits: number, container: number, name: string): SampleEncoding {
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
  if (codec === A_LAW && bits === 8) return "alaw";
  if (codec === MU_LAW && bits === 8) return "ulaw";
  if ([PCM, FLOAT, A_LAW, MU_LAW].includes(codec)) {
    throw unreadableAudio(name, `is a WAV file that claims ${bits} bits a sample`);
  }
  const unknown = MISREAD_CODECS[codec];
  if (unknown !== undefined) throw unreadableAudio(name, `is a WAV file of ${unknown}`);
  const codecName = OTHER_CODECS[codec] ?? `codec 0x${codec.toString(16).padStart(4, "0")}`;
  throw unsupportedAudio(name, `a WAV file of ${codecName}`);
}

/** The table of weights that MS ADPCM's format chunk ends with. */
function readPredictors(view: DataView, littleEndian: boolean): [number, number][] {
  const start = 22;
  const count = view.byteLength < start ? 0 : view.getUint16(start - 2, littleEndian);
  const held = Math.floor(Math.max(0, view.byteLength - start) / 4);
  return Array.from({ length: Math.min(count, held) }, (_, i) => [
    view.getInt16(start + 4 * i, littleEndian),
    view.getInt16(start + 4 * i + 2, littleEndian),
  ]);
}
