import { AffektError, assertArgument } from "../errors.ts";
import { contentHash } from "../math/content-hash.ts";
import { Random } from "../math/random.ts";
import { bandLimit, type BandLimitParameters } from "./band-limit.ts";
import { gain, type GainParameters } from "./gain.ts";
import { noise, type NoiseParameters } from "./noise.ts";
import { pitchShift, type PitchShiftParameters } from "./pitch-shift.ts";
import { room, type RoomParameters } from "./room.ts";
import { speed, type SpeedParameters } from "./speed.ts";
import { timeShift, type TimeShiftParameters } from "./time-shift.ts";

/** What is changed in a copy of a clip; each effect is off unless it is given. */
export interface Effects {
  readonly speed?: SpeedParameters;
  readonly pitchShift?: PitchShiftParameters;
  readonly timeShift?: TimeShiftParameters;
  readonly room?: RoomParameters;
  readonly noise?: NoiseParameters;
  readonly bandLimit?: BandLimitParameters;
  readonly gain?: GainParameters;
}

/** How clips are augmented; plain data. */
export interface Augmentation extends Effects {
  /** How many copies of each clip, from 1; default 1. */
  readonly copies?: number;
  /** Default 0. */
  readonly seed?: number;
}

// in the order in which sound meets them: the voice, the room and its noise, the line
const EFFECTS = { speed, pitchShift, timeShift, room, noise, bandLimit, gain } as const;

/** Raised whenever what comes out of an effect changes, so that no older copies are taken from a cache. */
const VERSIONS: Readonly<Record<keyof Effects, number>> = {
  speed: 1,
  pitchShift: 1,
  timeShift: 1,
  room: 1,
  noise: 1,
  bandLimit: 1,
  gain: 1,
};

/** The names of all effects, in the order in which they are applied. */
export const EFFECT_NAMES = Object.keys(EFFECTS) as readonly (keyof Effects)[];

type AnyEffect = (
  samples: Float32Array,
  sampleRate: number,
  parameters: object,
  random: Random,
) => Float32Array;

/**
 * Augmented copies of a clip of mono samples, each with all effects. What is drawn hangs on the seed, the effect, the clip's samples and the copy's number
 * alone: neither on the order of clips nor on other effects' draws. Errors: `invalid-argument` for parameters that are unknown or out of range, `unreadable` for samples that are not finite.
 */
export function augmentedCopies(
  samples: Float32Array,
  sampleRate: number,
  augmentation: Augmentation,
): Float32Array[] {
  const { copies = 1, seed = 0 } = augmentation;
  const hash = contentHash(samples);
  return Array.from({ length: copies }, (_, copy) =>
    EFFECT_NAMES.reduce((sound, name) => {
      const parameters = augmentation[name];
      if (parameters === undefined) return sound;
      const random = Random.of(seed, `${name} ${hash}`, copy);
      return (EFFECTS[name] as AnyEffect)(sound, sampleRate, parameters, random);
    }, samples),
  );
}

/** What makes the copies of clips at a sample rate, where there is an augmentation. */
export function augmenterOf(
  augmentation: Augmentation | undefined,
  sampleRate: number,
): ((samples: Float32Array) => Float32Array[]) | undefined {
  return augmentation && ((samples) => augmentedCopies(samples, sampleRate, augmentation));
}

/** Errors: `invalid-argument` for an augmentation without effects, an unknown one, or one with parameters that are unknown or out of range. */
export function checkAugmentation(augmentation: Augmentation): void {
  const { copies = 1, seed = 0, ...effects } = augmentation;
  for (const [name, value, least] of [
    ["copies", copies, 1],
    ["seed", seed, 0],
  ] as const) {
    assertArgument(
      Number.isSafeInteger(value) && value >= least,
      `augmentation: ${name} must be an integer from ${least}, got ${value}`,
    );
  }
  const names = Object.entries(effects).flatMap(([name, given]) =>
    given === undefined ? [] : name,
  );
  const unknown = names.find((name) => !EFFECT_NAMES.some((known) => known === name));
  if (unknown !== undefined || names.length === 0) {
    throw new AffektError(
      "invalid-argument",
      `augmentation: needs at least one effect out of ${EFFECT_NAMES.join(", ")}, got ${unknown ?? "none"}`,
    );
  }
  // what only the effects know about their parameters shows with the first clip
  augmentedCopies(new Float32Array(16), 16_000, { ...augmentation, copies: 1 });
}

/** An augmentation in words, with the versions of its effects, such as `noise v1 snr 5..20, 2 copies, seed 0`: where these are the same, so are the copies. */
export function augmentationKey(augmentation: Augmentation): string {
  return inWords(augmentation, (name) => `${name} v${VERSIONS[name]}`);
}

/** What was asked for, in words, such as `noise snr 5..20, 2 copies, seed 0`. */
export function describeAugmentation(augmentation: Augmentation): string {
  return inWords(augmentation, (name) => name);
}

function inWords(
  { copies = 1, seed = 0, ...effects }: Augmentation,
  titleOf: (name: keyof Effects) => string,
): string {
  const words = EFFECT_NAMES.flatMap((name) => {
    const parameters = effects[name];
    if (parameters === undefined) return [];
    const values = Object.entries(parameters).map(
      ([key, value]) => `${key} ${Array.isArray(value) ? value.join("..") : String(value)}`,
    );
    return [titleOf(name), ...values].join(" ");
  });
  return [...words, `${copies} ${copies === 1 ? "copy" : "copies"}`, `seed ${seed}`].join(", ");
}
