// Noises of rooms, machines and weather, mono at 16 kHz.
import type { Random } from "../../src/math/statistics/random.ts";
import { RATE } from "./instruments.ts";
import { add } from "./music.ts";

/** So many seconds of a noise. */
export type Noise = (seconds: number, random: Random) => Float32Array;

const TAU = 2 * Math.PI;

function each(seconds: number, at: (t: number) => number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => at(i / RATE));
}

const white: Noise = (seconds, random) => each(seconds, () => random.normal());

/** White noise through a low-pass filter of first order, applied `times` times. */
function lowPassed(seconds: number, random: Random, hertz: number, times = 1): Float32Array {
  const share = 1 - Math.exp((-TAU * hertz) / RATE);
  let out = white(seconds, random);
  for (let pass = 0; pass < times; pass++) {
    let value = 0;
    out = out.map((sample) => (value += share * (sample - value)));
  }
  return out;
}

function differences(samples: Float32Array): Float32Array {
  return samples.map((sample, i) => sample - (samples[i - 1] ?? 0));
}

/** Short sounds at random times. rate: how many a second. */
function events(
  seconds: number,
  random: Random,
  rate: number,
  sound: () => Float32Array,
): Float32Array {
  const out = new Float32Array(Math.round(seconds * RATE));
  for (let at = 0; at < seconds; at -= Math.log(1 - random.uniform()) / rate) {
    add(out, at, sound(), 0.3 + random.uniform());
  }
  return out;
}

function hum(seconds: number, random: Random, hertz: number): Float32Array {
  const levels = Array.from({ length: 12 }, (_, n) => random.uniform() / (n + 1));
  return each(seconds, (t) =>
    levels.reduce((sum, level, n) => sum + level * Math.sin(TAU * hertz * (n + 1) * t), 0),
  );
}

/** Noises that the detector of speech learns from. */
export const TRAINING_NOISES: Readonly<Record<string, Noise>> = {
  white,
  pinkish: (seconds, random) => {
    const [low, middle, high] = [60, 600, 4000].map((hertz) => lowPassed(seconds, random, hertz));
    return low!.map((sample, i) => 6 * sample + 2 * middle![i]! + high![i]!);
  },
  brown: (seconds, random) => lowPassed(seconds, random, 20),
  blue: (seconds, random) => differences(white(seconds, random)),
  wind(seconds, random) {
    const [speed, start] = [0.2 + random.uniform(), TAU * random.uniform()];
    return lowPassed(seconds, random, 250, 2).map(
      (sample, i) => sample * (1.2 + Math.sin((TAU * speed * i) / RATE + start)),
    );
  },
  mains: (seconds, random) => hum(seconds, random, random.uniform() < 0.5 ? 50 : 60),
  beeps(seconds, random) {
    const [hertz, rate] = [300 + 2500 * random.uniform(), 1 + 4 * random.uniform()];
    return each(seconds, (t) => ((t * rate) % 1 < 0.5 ? Math.sin(TAU * hertz * t) : 0));
  },
  clicks: (seconds, random) =>
    events(seconds, random, 2 + 10 * random.uniform(), () =>
      each(0.02, (t) => Math.exp(-400 * t) * random.normal()),
    ),
  sweep(seconds, random) {
    const [low, high] = [100 + 300 * random.uniform(), 2000 + 4000 * random.uniform()];
    return each(seconds, (t) => Math.sin(TAU * (low * t + ((high - low) * t * t) / (2 * seconds))));
  },
  engine(seconds, random) {
    const hertz = 25 + 50 * random.uniform();
    const noise = lowPassed(seconds, random, 500);
    return hum(seconds, random, hertz).map((sample, i) => sample + 2 * noise[i]!);
  },
  pulsed(seconds, random) {
    const [rate, hertz] = [1 + 7 * random.uniform(), 300 + 4000 * random.uniform()];
    return lowPassed(seconds, random, hertz).map(
      (sample, i) => sample * Math.max(0.05, Math.sin((TAU * rate * i) / RATE)),
    );
  },
};

/** Noises that it never heard. */
export const TEST_NOISES: Readonly<Record<string, Noise>> = {
  violet: (seconds, random) => differences(differences(white(seconds, random))),
  rain(seconds, random) {
    const drops = events(seconds, random, 150, () =>
      each(0.01, (t) => Math.exp(-900 * t) * random.normal()),
    );
    const hiss = lowPassed(seconds, random, 5000);
    return drops.map((sample, i) => sample + 0.3 * hiss[i]!);
  },
  traffic(seconds, random) {
    const [near, far] = [lowPassed(seconds, random, 400), lowPassed(seconds, random, 90, 2)];
    const middle = seconds * random.uniform();
    return near.map((sample, i) => 3 * far[i]! + sample * Math.exp(-((i / RATE - middle) ** 2)));
  },
  typing: (seconds, random) =>
    events(seconds, random, 7, () => {
      const hertz = 1500 + 2500 * random.uniform();
      return each(0.05, (t) => Math.exp(-120 * t) * (Math.sin(TAU * hertz * t) + random.normal()));
    }),
  alarm(seconds, random) {
    const [low, high] = [500 + 400 * random.uniform(), 1000 + 900 * random.uniform()];
    return each(seconds, (t) => Math.sign(Math.sin(TAU * ((2 * t) % 1 < 0.5 ? low : high) * t)));
  },
  fan(seconds, random) {
    const hiss = lowPassed(seconds, random, 1200);
    const whine = 200 + 300 * random.uniform();
    return hiss.map((sample, i) => sample + 0.05 * Math.sin((TAU * whine * i) / RATE));
  },
  faint: (seconds, random) => white(seconds, random).map((sample) => 3e-4 * sample),
};
