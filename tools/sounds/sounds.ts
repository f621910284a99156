// Sounds that are not speech, synthesised, for training and for testing the detector of speech. Test sounds have other timbres and noises.
import { Random } from "../../src/math/statistics/random.ts";
import { TEST_INSTRUMENTS, TRAINING_INSTRUMENTS } from "./instruments.ts";
import { music } from "./music.ts";
import { TEST_NOISES, TRAINING_NOISES } from "./noises.ts";

/** A sound of 1 to 6 s at 16 kHz. */
export interface Sound {
  /** Such as `music: organ with drums`. */
  readonly kind: string;
  readonly samples: Float32Array;
}

const SOURCES = {
  training: {
    instruments: TRAINING_INSTRUMENTS,
    noises: TRAINING_NOISES,
    kit: { pitch: 55, decay: 12 },
  },
  test: { instruments: TEST_INSTRUMENTS, noises: TEST_NOISES, kit: { pitch: 80, decay: 20 } },
};

/** So many sounds of each kind, the same for a seed. */
export function* sounds(part: keyof typeof SOURCES, count: number, seed = 0): Generator<Sound> {
  const { instruments, noises, kit } = SOURCES[part];
  for (let i = 0; i < count; i++) {
    for (const [name, instrument] of Object.entries(instruments)) {
      for (const [words, drums] of [
        ["", undefined],
        [" with drums", kit],
      ] as const) {
        const kind = `music: ${name}${words}`;
        const random = Random.of(seed, kind, i);
        yield sound(kind, music(secondsOf(random), instrument, random, drums), random);
      }
    }
    for (const [name, noise] of Object.entries(noises)) {
      const random = Random.of(seed, name, i);
      const samples = noise(secondsOf(random), random);
      yield name === "faint"
        ? { kind: `noise: ${name}`, samples }
        : sound(`noise: ${name}`, samples, random);
    }
  }
}

function secondsOf(random: Random): number {
  return 1 + 5 * random.uniform();
}

/** The loudest sample is 0.05 to 0.8. */
function sound(kind: string, samples: Float32Array, random: Random): Sound {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = (0.05 * 16 ** random.uniform()) / peak;
  return { kind, samples: samples.map((sample) => gain * sample) };
}
