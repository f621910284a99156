import { istft } from "../signal/istft.ts";
import { type ComplexFrames, stft } from "../signal/stft.ts";

const HOP = 512;
const TURN = 2 * Math.PI;

/** A clip `rate` times as fast at the same pitch, round(length / rate) samples, by a phase vocoder. librosa's `effects.time_stretch`. */
export function timeStretch(samples: Float32Array, rate: number): Float32Array {
  const length = Math.round(samples.length / rate);
  return istft(phaseVocoder(stft(samples, { hopLength: HOP }), rate), { hopLength: HOP, length });
}

/**
 * Frames at every `rate`-th place in time. Magnitudes are interpolated between the two frames around the place, and phases advance as
 * between these. Flanagan and Golden 1966; librosa's `phase_vocoder`.
 */
function phaseVocoder({ data, count, bins }: ComplexFrames, rate: number): ComplexFrames {
  const frames = Math.ceil(count / rate);
  const out = new Float32Array(frames * bins * 2);
  const values = 2 * bins;
  for (let bin = 0; bin < bins; bin++) {
    const advance = (HOP * Math.PI * bin) / (bins - 1);
    let phase = Math.atan2(data[2 * bin + 1]!, data[2 * bin]!);
    for (let frame = 0; frame < frames; frame++) {
      const place = frame * rate;
      const share = place % 1;
      const at = Math.floor(place) * values + 2 * bin;
      // silence follows the last frame
      const [re, im, nextRe = 0, nextIm = 0] = [
        data[at]!,
        data[at + 1]!,
        data[at + values],
        data[at + values + 1],
      ];
      const size = (1 - share) * Math.hypot(re, im) + share * Math.hypot(nextRe, nextIm);
      const to = frame * values + 2 * bin;
      out[to] = size * Math.cos(phase);
      out[to + 1] = size * Math.sin(phase);
      const turned = Math.atan2(nextIm, nextRe) - Math.atan2(im, re) - advance;
      phase += advance + turned - TURN * Math.round(turned / TURN);
    }
  }
  return { data: out, count: frames, bins };
}
