import { blockCodec, type SampleCodec } from "./sample-codec.ts";

/** Factors of the step by nibble, in 256ths. */
const STEP_FACTORS: readonly number[] = [
  230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230,
];
const MIN_STEP = 16;
/** Of one channel: the number of its predictor, a step and two samples. */
const HEADER_BYTES = 7;

/**
 * Microsoft ADPCM of WAV files (codec 2): blocks of a header, then a nibble a channel in turn, high nibble first.
 * `predictors` are the pairs of weights of the newer and the older sample in 256ths, as the format chunk lists them.
 */
export function msAdpcmCodec(
  channelCount: number,
  blockBytes: number,
  predictors: readonly (readonly [newer: number, older: number])[],
): SampleCodec {
  const headerBytes = HEADER_BYTES * channelCount;
  return blockCodec({
    channelCount,
    blockBytes,
    samplesIn: (bytes) =>
      bytes < headerBytes ? 0 : 2 + Math.floor(((bytes - headerBytes) * 2) / channelCount),
    decodeBlock: (view, start, channel, out) => {
      const field = (index: number): number =>
        view.getInt16(start + (1 + 2 * index) * channelCount + 2 * channel, true);
      const [newerWeight, olderWeight] = predictors[view.getUint8(start + channel)] ?? [0, 0];
      let step = field(0);
      let newer = field(1);
      let older = field(2);
      out[0] = older / 32768;
      out[1] = newer / 32768;
      for (let i = 2; i < out.length; i++) {
        const nibble = (i - 2) * channelCount + channel;
        const byte = view.getUint8(start + headerBytes + (nibble >> 1));
        const code = nibble & 1 ? byte & 15 : byte >> 4;
        const predicted = (newer * newerWeight + older * olderWeight) >> 8;
        const sample = predicted + (code < 8 ? code : code - 16) * step;
        older = newer;
        newer = Math.max(-32768, Math.min(32767, sample));
        step = Math.max(MIN_STEP, (STEP_FACTORS[code]! * step) >> 8);
        out[i] = newer / 32768;
      }
    },
  });
}
