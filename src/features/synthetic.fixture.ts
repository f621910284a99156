const SAMPLE_RATE = 22_050;

// The test signals of tools/synthetic_signals.py, rebuilt from the same formulas: n is the sample's index, t = n / 22050.
type Formula = (n: number, t: number, count: number) => number;

const sine = (frequency: number, t: number): number => Math.sin(2 * Math.PI * frequency * t);

const harmonics: Formula = (n, t, count) =>
  (1 - n / count) * (0.3 * sine(220, t) + 0.2 * sine(440, t) + 0.1 * sine(660, t));

const FORMULAS: Readonly<Record<string, () => Formula>> = {
  sine: () => (_, t) => 0.5 * sine(440, t),
  harmonics: () => harmonics,
  chirp: () => (_, t) => 0.5 * Math.sin(2 * Math.PI * (100 * t + 1975 * t * t)),
  noise: () => scaledNoise(0.3),
  impulse: () => (n) => (n === 5512 ? 1 : 0),
  bursts: () => {
    const noise = scaledNoise(0.3);
    return (n, t, count) => {
      const value = noise(n, t, count);
      return Math.floor(n / 6615) % 2 === 0 ? value : 0;
    };
  },
  decay: () => (_, t) => 0.8 * Math.exp(-3 * t) * sine(330, t),
  quiet: () => scaledNoise(0.0001),
  constant: () => () => 0.5,
  brief: () => harmonics,
  short: () => (_, t) => 0.5 * sine(440, t),
};

function scaledNoise(scale: number): Formula {
  let state = 1;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  };
}

/** A test signal of `length` samples at 22.05 kHz by its name in the goldens. */
export function syntheticSignal(name: string, length: number): Float32Array {
  const formula = FORMULAS[name]!();
  return Float32Array.from({ length }, (_, n) => formula(n, n / SAMPLE_RATE, length));
}
