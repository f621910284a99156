// Notes of synthetic instruments, mono at 16 kHz.
import type { Random } from "../../src/math/statistics/random.ts";

export const RATE = 16_000;

/** Samples of a note. hertz: of its fundamental. */
export type Instrument = (hertz: number, seconds: number, random: Random) => Float32Array;

const TAU = 2 * Math.PI;

function note(seconds: number, at: (t: number, i: number) => number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => at(i / RATE, i));
}

/** Rises in `attack` seconds and falls in the last tenth. */
function held(t: number, seconds: number, attack: number): number {
  return Math.min(1, t / attack, (seconds - t) / (0.1 * seconds));
}

function harmonics(hertz: number, amplitude: (n: number) => number): [number, number][] {
  const count = Math.max(1, Math.min(24, Math.floor(7600 / hertz)));
  return Array.from({ length: count }, (_, i) => [i + 1, amplitude(i + 1)]);
}

/** Instruments that the detector of speech learns from. */
export const TRAINING_INSTRUMENTS: Readonly<Record<string, Instrument>> = {
  piano(hertz, seconds) {
    const parts = harmonics(hertz, (n) => 0.6 ** (n - 1));
    return note(seconds, (t) =>
      parts.reduce(
        (sum, [n, a]) =>
          sum +
          a *
            Math.exp(-t * (1.5 + n)) *
            Math.sin(TAU * hertz * n * Math.sqrt(1 + 4e-4 * n * n) * t),
        0,
      ),
    );
  },
  pad(hertz, seconds) {
    const parts = harmonics(hertz, (n) => 1 / n);
    return note(
      seconds,
      (t) =>
        held(t, seconds, 0.3 * seconds) *
        parts.reduce(
          (sum, [n, a]) =>
            sum + a * (Math.sin(TAU * hertz * n * t) + Math.sin(TAU * hertz * 1.006 * n * t)),
          0,
        ),
    );
  },
  lead(hertz, seconds) {
    const parts = harmonics(hertz, (n) => (n % 2 === 1 ? 1 / n : 0));
    return note(seconds, (t) => {
      const phase = TAU * hertz * t + 0.3 * Math.sin(TAU * 5.5 * t);
      return (
        held(t, seconds, 0.01) * parts.reduce((sum, [n, a]) => sum + a * Math.sin(n * phase), 0)
      );
    });
  },
  bell(hertz, seconds) {
    return note(
      seconds,
      (t) =>
        Math.exp(-3 * t) *
        Math.sin(TAU * hertz * t + 4 * Math.exp(-4 * t) * Math.sin(TAU * 3.5 * hertz * t)),
    );
  },
};

/** Instruments that it never heard. */
export const TEST_INSTRUMENTS: Readonly<Record<string, Instrument>> = {
  guitar(hertz, seconds, random) {
    const period = Math.max(2, Math.round(RATE / hertz));
    const line = Float32Array.from({ length: period }, () => random.normal());
    return note(seconds, (_, i) => {
      const at = i % period;
      const heard = line[at]!;
      line[at] = 0.497 * (heard + line[(at + 1) % period]!);
      return heard;
    });
  },
  organ(hertz, seconds) {
    const stops = [0.5, 1, 1.5, 2, 3, 4].filter((stop) => stop * hertz < 7600);
    return note(
      seconds,
      (t) =>
        held(t, seconds, 0.02) *
        (1 + 0.2 * Math.sin(TAU * 6 * t)) *
        stops.reduce((sum, stop) => sum + Math.sin(TAU * hertz * stop * t) / stops.length, 0),
    );
  },
  strings(hertz, seconds, random) {
    const parts = harmonics(hertz, (n) => 1 / n / (1 + ((n * hertz - 1200) / 1500) ** 2));
    const start = TAU * random.uniform();
    return note(seconds, (t) => {
      const phase = TAU * hertz * t + 0.6 * Math.sin(TAU * 5 * t + start);
      return (
        held(t, seconds, 0.15) * parts.reduce((sum, [n, a]) => sum + a * Math.sin(n * phase), 0)
      );
    });
  },
  flute(hertz, seconds, random) {
    return note(seconds, (t) => {
      const phase = TAU * hertz * t + 0.4 * Math.sin(TAU * 4.5 * t);
      const tone = Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase);
      return held(t, seconds, 0.06) * (tone + 0.08 * random.normal());
    });
  },
  marimba(hertz, seconds) {
    return note(
      seconds,
      (t) =>
        Math.exp(-9 * t) * Math.sin(TAU * hertz * t) +
        0.4 * Math.exp(-25 * t) * Math.sin(TAU * 3.93 * hertz * t),
    );
  },
};

/** A drum kit: kick, snare and hi-hat. pitch: of kick and snare, in Hz; decay: per second. */
export function drums(pitch: number, decay: number): readonly Instrument[] {
  return [
    (_, seconds) =>
      note(
        seconds,
        (t) =>
          2 *
          Math.exp(-decay * t) *
          Math.sin(TAU * (pitch * t + (pitch / 20) * (1 - Math.exp(-30 * t)))),
      ),
    (_, seconds, random) =>
      note(
        seconds,
        (t) =>
          Math.exp(-1.5 * decay * t) * (random.normal() * 0.6 + Math.sin(TAU * 3.2 * pitch * t)),
      ),
    (_, seconds, random) => {
      let last = 0;
      return note(seconds, (t) => {
        const now = random.normal();
        const high = now - last;
        last = now;
        return 0.4 * Math.exp(-5 * decay * t) * high;
      });
    },
  ];
}
