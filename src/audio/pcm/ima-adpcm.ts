import { blockCodec, type SampleCodec } from "./sample-codec.ts";

/** Step sizes of the Interactive Multimedia Association's recommended practices for digital audio (1992), [89]. */
const STEPS: readonly number[] = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73,
  80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494,
  544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499,
  2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487,
  12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
];
const INDEX_CHANGES: readonly number[] = [-1, -1, -1, -1, 2, 4, 6, 8];

/**
 * IMA ADPCM of WAV files (codec 0x11): blocks of a sample and a step's index for each channel in 4 bytes, then eight
 * nibbles a channel in turn, low nibble first.
 */
export function imaAdpcmCodec(channelCount: number, blockBytes: number): SampleCodec {
  const turnBytes = 4 * channelCount;
  return blockCodec({
    channelCount,
    blockBytes,
    samplesIn: (bytes) => (bytes < turnBytes ? 0 : Math.floor(bytes / turnBytes) * 8 - 7),
    decodeBlock: (view, start, channel, out) => {
      const header = start + 4 * channel;
      const state = new ImaState(view.getInt16(header, true), view.getUint8(header + 2));
      out[0] = state.sample / 32768;
      for (let i = 1; i < out.length; i++) {
        const turn = 1 + ((i - 1) >> 3);
        const byte = view.getUint8(header + turn * turnBytes + (((i - 1) & 7) >> 1));
        out[i] = state.next(i & 1 ? byte & 15 : byte >> 4) / 32768;
      }
    },
  });
}

const PACKET_BYTES = 34;
const PACKET_SAMPLES = 64;

/** IMA ADPCM of QuickTime and AIFC (`ima4`): packets of 64 samples, one a channel in turn, nine bits of a sample before them. */
export function ima4Codec(channelCount: number): SampleCodec {
  const blockBytes = PACKET_BYTES * channelCount;
  return blockCodec({
    channelCount,
    blockBytes,
    samplesIn: (bytes) => (bytes < blockBytes ? 0 : PACKET_SAMPLES),
    decodeBlock: (view, start, channel, out) => {
      const packet = start + PACKET_BYTES * channel;
      const header = view.getInt16(packet);
      const state = new ImaState(header & ~0x7f, header & 0x7f);
      for (let i = 0; i < out.length; i++) {
        const byte = view.getUint8(packet + 2 + (i >> 1));
        out[i] = state.next(i & 1 ? byte >> 4 : byte & 15) / 32768;
      }
    },
  });
}

/** State of an IMA ADPCM decoder: the last sample, of 16 bits, and the index of its step. */
class ImaState {
  sample: number;
  #index: number;

  constructor(sample: number, index: number) {
    this.sample = sample;
    this.#index = Math.min(index, STEPS.length - 1);
  }

  /** The next sample, from its four bits. */
  next(nibble: number): number {
    const step = STEPS[this.#index]!;
    const magnitude =
      (step >> 3) +
      (nibble & 4 ? step : 0) +
      (nibble & 2 ? step >> 1 : 0) +
      (nibble & 1 ? step >> 2 : 0);
    const sample = this.sample + (nibble & 8 ? -magnitude : magnitude);
    this.sample = Math.max(-32768, Math.min(32767, sample));
    const index = this.#index + INDEX_CHANGES[nibble & 7]!;
    this.#index = Math.max(0, Math.min(STEPS.length - 1, index));
    return this.sample;
  }
}
