// What the parts of a feature set cost: the functions of the library one after the other.
import { readFileSync } from "node:fs";
import { mixToMono } from "../src/audio/mix.ts";
import { decodeAudio } from "../src/audio/decode.ts";
import { resample } from "../src/audio/resample/resample.ts";
import { chromaCqt } from "../src/features/spectral/chroma-cqt.ts";
import { chromaStft } from "../src/features/spectral/chroma-stft.ts";
import { spectralContrast } from "../src/features/spectral/contrast.ts";
import { statisticsOverTime } from "../src/features/statistics.ts";
import { harmonic } from "../src/signal/hpss.ts";
import { melSpectrogram } from "../src/features/spectral/mel.ts";
import { mfcc } from "../src/features/spectral/mfcc.ts";
import { stftMagnitudes } from "../src/signal/stft.ts";
import { tonnetz } from "../src/features/spectral/tonnetz.ts";
import { estimateTuning } from "../src/features/pitch/tuning.ts";
import { contentHash } from "../src/math/content-hash.ts";
import { fftPlan } from "../src/math/fourier/fft.ts";
import { kernels } from "../src/math/kernels.ts";

const RATE = 22_050;
const FRAME = 2048;

/** Each part is timed so often, and the least counts: the machine may be busy. */
const RUNS = 5;

/** Milliseconds a file of each part, and of the Fourier transforms alone that frames of 2048 samples take. */
export async function featureParts(files: readonly string[]): Promise<Map<string, number>> {
  const parts = new Map<string, number>();
  for (const file of files) {
    const timed = async <T>(part: string, work: () => T): Promise<Awaited<T>> => {
      let least = Infinity;
      for (let run = 1; ; run++) {
        const start = performance.now();
        const result = await work();
        least = Math.min(least, performance.now() - start);
        if (run < RUNS) continue;
        parts.set(part, (parts.get(part) ?? 0) + least / files.length);
        return result;
      }
    };
    const bytes = await timed("read", () => readFileSync(file));
    const audio = await timed("decode", () => decodeAudio(bytes, { name: file }));
    const mono = mixToMono(audio);
    await timed("hash", () => contentHash(mono));
    const samples = await timed("resample", () =>
      resample(mono, { from: audio.sampleRate, to: RATE }),
    );
    const magnitudes = await timed("STFT", () => stftMagnitudes(samples));
    await timed("(its Fourier transforms alone)", () => transforms(magnitudes.count));
    const mel = await timed("mel", () => melSpectrogram(magnitudes, { sampleRate: RATE }));
    const cepstrum = await timed("MFCC", () => mfcc(mel, { nMfcc: 40 }));
    const tuning = await timed("tuning", () => estimateTuning(magnitudes, { sampleRate: RATE }));
    const chroma = await timed("chroma", () =>
      chromaStft(magnitudes, { sampleRate: RATE, tuning }),
    );
    const contrast = await timed("contrast", () =>
      spectralContrast(magnitudes, { sampleRate: RATE }),
    );
    const part = await timed("harmonic part", () => harmonic(samples));
    const constantQ = await timed("constant-Q chroma", () => chromaCqt(part, { sampleRate: RATE }));
    const centroids = await timed("tonnetz", () => tonnetz(constantQ));
    await timed("means", () =>
      [cepstrum, mel, chroma, contrast, centroids].map((part) =>
        statisticsOverTime(part, { statistics: ["mean"] }),
      ),
    );
  }
  return parts;
}

// Two real signals of 2048 samples are transformed at once, as 1024 complex points each.
function transforms(frames: number): void {
  const plan = fftPlan(FRAME, "float64");
  const k = kernels();
  k.scratch(() => {
    const data = k.allocate(FRAME * 16);
    k.float64(data, FRAME * 2).fill(0);
    for (let f = 0; f < frames; f += 2) k.call.complexFft64(data, plan);
  });
}
