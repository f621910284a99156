import { melSpectrogram } from "../features/spectral/mel.ts";
import type { Frames } from "../signal/frames.ts";
import { stftMagnitudes } from "../signal/stft.ts";

const SAMPLE_RATE = 16_000;
/** The constants of Whisper's spectrogram: samples of a frame and between two, mel bands, and the bels below the loudest value at which values end. */
export const WHISPER_MEL = { nFft: 400, hopLength: 160, nMels: 80, range: 8 } as const;
const { nFft: N_FFT, hopLength: HOP, nMels: N_MELS, range: RANGE } = WHISPER_MEL;

/**
 * Whisper's log-mel spectrogram [80, floor(n / 160)] of mono samples at 16 kHz, band by band, as its encoder takes it: powers of 25-ms frames in
 * 80 mel bands, in bels at most 8 below the highest, scaled by (x + 4) / 4. OpenAI's `whisper.audio.log_mel_spectrogram` without the padding to
 * 30 s. samples: at least 320; shorter ones get zeros behind them.
 */
export function whisperMel(samples: Float32Array): Frames {
  const heard = padded(samples);
  const framing = { nFft: N_FFT, hopLength: HOP, padMode: "reflect" } as const;
  const mel = melSpectrogram(stftMagnitudes(heard, framing), {
    sampleRate: SAMPLE_RATE,
    nMels: N_MELS,
  });
  const frames = mel.count - 1; // Whisper drops the last one
  const data = new Float32Array(N_MELS * frames);
  let highest = -Infinity;
  for (let frame = 0; frame < frames; frame++) {
    for (let band = 0; band < N_MELS; band++) {
      const level = Math.log10(Math.max(mel.data[frame * N_MELS + band]!, 1e-10));
      if (level > highest) highest = level;
      data[band * frames + frame] = level;
    }
  }
  const lowest = highest - RANGE;
  for (let i = 0; i < data.length; i++) data[i] = (Math.max(data[i]!, lowest) + 4) / 4;
  return { data, count: N_MELS, width: frames };
}

function padded(samples: Float32Array): Float32Array {
  if (samples.length >= 2 * HOP) return samples;
  const longer = new Float32Array(2 * HOP);
  longer.set(samples);
  return longer;
}

/** The weights of the mel bands [bins, bands]. */
export function whisperFilters(): Float32Array {
  const bins = N_FFT / 2 + 1;
  const unit = new Float32Array(bins * bins);
  for (let bin = 0; bin < bins; bin++) unit[bin * bins + bin] = 1;
  const magnitudes = { data: unit, count: bins, width: bins };
  return melSpectrogram(magnitudes, { sampleRate: SAMPLE_RATE, nMels: N_MELS }).data;
}
