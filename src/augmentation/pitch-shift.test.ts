import { expect, test } from "vitest";
import { pyin } from "../features/pitch/pyin.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import golden from "./pitch-shift.golden.json" with { type: "json" };
import { pitchShift } from "./pitch-shift.ts";
import { power } from "./power.ts";

const RATE = 22_050;

function shifted(samples: Float32Array, semitones: number): Float32Array {
  return pitchShift(samples, {
    sampleRate: RATE,
    semitones: [semitones, semitones],
    random: new Random(1),
  });
}

function medianPitch(samples: Float32Array): number {
  const { f0, voicedFlag } = pyin(samples, { sampleRate: RATE, fmin: 65, fmax: 1000 });
  const voiced = f0.filter((_, frame) => voicedFlag[frame] === 1).sort();
  return voiced[voiced.length >> 1]!;
}

test.each(golden.cases)(
  "$signal by $semitones semitones: librosa's samples",
  ({ signal, length, semitones, rms, stretches }) => {
    const samples = signal === "speech" ? speechSignal() : syntheticSignal(signal, length);
    const ours = shifted(samples, semitones);
    expect(ours.length).toBe(length);
    expect(Math.sqrt(power(ours)) / rms).toBeCloseTo(1, 4);
    for (const { start, samples } of stretches) {
      const errors = samples.map((sample, i) => Math.abs(sample - ours[start + i]!));
      // librosa adds up phases in float32
      expect(Math.max(...errors)).toBeLessThan(1.5e-3);
    }
  },
);

test.each([-12, -4, -0.5, 0.5, 2, 7])("a voice by %d semitones is higher by so many", (shift) => {
  const voice = speechSignal();
  const moved = 12 * Math.log2(medianPitch(shifted(voice, shift)) / medianPitch(voice));
  expect(Math.abs(moved - shift)).toBeLessThan(0.11); // pyin's own steps are of 0.1
});

test("0 semitones are the samples themselves", () => {
  const voice = speechSignal();
  expect(shifted(voice, 0)).toBe(voice);
});
