// Short pieces of synthetic music: chords, a tune, and drums where there are any.
import type { Random } from "../../src/math/statistics/random.ts";
import { drums, type Instrument, RATE } from "./instruments.ts";

const SCALES = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 10],
  [0, 2, 4, 7, 9],
];

/** A piece of so many seconds. Tempo, key, octave and notes are drawn. */
export function music(
  seconds: number,
  instrument: Instrument,
  random: Random,
  kit?: { readonly pitch: number; readonly decay: number },
): Float32Array {
  const out = new Float32Array(Math.round(seconds * RATE));
  const beat = 60 / (70 + 90 * random.uniform());
  const scale = SCALES[Math.floor(random.uniform() * SCALES.length)]!;
  const key = 110 * 2 ** (Math.floor(12 * random.uniform()) / 12);
  const withChords = random.uniform() < 0.6;
  const hertzOf = (degree: number): number => {
    const octave = Math.floor(degree / scale.length);
    return key * 2 ** (octave + scale[degree - octave * scale.length]! / 12);
  };
  let degree = scale.length + Math.floor(random.uniform() * scale.length);
  for (let at = 0; at < seconds;) {
    const length = beat * [0.5, 0.5, 1, 1, 2][Math.floor(5 * random.uniform())]!;
    degree = Math.max(3, Math.min(3 * scale.length, degree + Math.round(4 * random.uniform() - 2)));
    if (at === 0 || random.uniform() > 0.1)
      add(out, at, instrument(hertzOf(degree), length, random), 1);
    at += length;
  }
  if (withChords) {
    for (let at = 0; at < seconds; at += 4 * beat) {
      const root = Math.floor(random.uniform() * scale.length);
      for (const third of [0, 2, 4]) {
        add(out, at, instrument(hertzOf(root + third), 4 * beat, random), 0.5);
      }
    }
  }
  if (kit !== undefined) {
    const [kick, snare, hat] = drums(kit.pitch, kit.decay);
    for (let step = 0; step * 0.5 * beat < seconds; step++) {
      const at = step * 0.5 * beat;
      add(out, at, hat!(0, 0.1, random), 0.7);
      if (step % 4 === 0) add(out, at, kick!(0, 0.4, random), 1);
      if (step % 4 === 2) add(out, at, snare!(0, 0.3, random), 0.8);
    }
  }
  return out;
}

/** Adds a note that begins at so many seconds. */
export function add(out: Float32Array, at: number, sound: Float32Array, gain: number): void {
  const start = Math.round(at * RATE);
  for (let i = 0; i < sound.length && start + i < out.length; i++) {
    out[start + i]! += gain * sound[i]!;
  }
}
