import type { Sampled } from "../audio/audio-data.ts";
import type { EffectOptions } from "./effect-options.ts";
import * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { contentHash } from "../math/content-hash.ts";
import { Random } from "../math/statistics/random.ts";
import { complete } from "../options/check.ts";
import { choice, group, integer, number, withDefault } from "../options/schema.ts";
import { BAND_LIMIT, bandLimit } from "./band-limit.ts";
import { GAIN, gain } from "./gain.ts";
import { NOISE, noise } from "./noise.ts";
import { PITCH_SHIFT, pitchShift } from "./pitch-shift.ts";
import { ROOM, room } from "./room.ts";
import { checkSpeedOfCopies, SPEED_OF_COPIES, speedOfCopy } from "./speed-of-copies.ts";
import { speed } from "./speed.ts";
import { TIME_SHIFT, timeShift } from "./time-shift.ts";

/** The effects of an augmentation. An effect is off unless it is given. */
export const EFFECTS = group({
  speed: v.optional(SPEED_OF_COPIES),
  pitchShift: v.optional(PITCH_SHIFT),
  timeShift: v.optional(TIME_SHIFT),
  room: v.optional(ROOM),
  noise: v.optional(NOISE),
  bandLimit: v.optional(BAND_LIMIT),
  gain: v.optional(GAIN),
});

/** Options of augmentation: the effects, the clips that are copied and how often, and the random seed. */
export const AUGMENTATION = group({
  ...EFFECTS.entries,
  combine: withDefault(
    choice(["all", "one"], {
      text: "whether a copy has all effects or, copy by copy, one of them",
    }),
    "all",
  ),
  share: withDefault(number({ above: 0, max: 1, text: "share of the clips that are copied" }), 1),
  copies: withDefault(integer({ min: 1, max: 1000, text: "copies of each clip" }), 1),
  seed: withDefault(integer({ min: 0, text: "random seed" }), 0),
});

/** The effects of an augmentation with their parameters. */
export type Effects = v.InferInput<typeof EFFECTS>;

/** An augmentation as plain data: effects, number of copies, seed. */
export type Augmentation = v.InferInput<typeof AUGMENTATION>;

// in the order of a recording: the voice, the room and its noise, the line
const APPLY = { speed, pitchShift, timeShift, room, noise, bandLimit, gain } as const;

/** Raised whenever the samples of an effect change, so that no older copies are taken from a cache. */
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
export const EFFECT_NAMES = Object.keys(APPLY) as readonly (keyof Effects)[];

type AnyEffect = (samples: Float32Array, options: EffectOptions<object>) => Float32Array;

/** Options of `augmentedCopies`. */
export interface AugmentOptions extends Sampled {
  readonly augmentation: Augmentation;
}

/**
 * Augmented copies of a clip of mono samples; none of a clip outside the share that is copied. Random numbers depend on the seed, the
 * effect, the clip's samples and the copy's number only, not on the order of clips or on other effects. Of several effects that are not
 * combined, the first copy has one that is drawn, the next copies have the following ones in turn.
 * @throws {AffektError} `invalid-argument` for parameters that are unknown or out of range, `unreadable` for samples that are not finite.
 */
export function augmentedCopies(
  samples: Float32Array,
  { sampleRate, augmentation }: AugmentOptions,
): Float32Array[] {
  const { copies = 1, seed = 0, share = 1, combine = "all" } = augmentation;
  const hash = contentHash(samples);
  if (share < 1 && Random.of(seed, `share ${hash}`, 0).uniform() >= share) return [];
  const given = EFFECT_NAMES.filter((name) => augmentation[name] !== undefined);
  const first = Math.floor(Random.of(seed, `combine ${hash}`, 0).uniform() * given.length);
  return Array.from({ length: copies }, (_, copy) => {
    const effects = combine === "all" ? given : [given[(first + copy) % given.length]!];
    // how many copies before this one have each of its effects
    const turn = combine === "all" ? copy : Math.floor(copy / given.length);
    return effects.reduce((sound, name) => {
      const random = Random.of(seed, `${name} ${hash}`, copy);
      const parameters =
        name === "speed" ? speedOfCopy(augmentation.speed!, turn) : augmentation[name];
      return (APPLY[name] as AnyEffect)(sound, { ...parameters, sampleRate, random });
    }, samples);
  });
}

/** @throws {AffektError} `invalid-argument` for an augmentation without effects, or with options that are unknown or out of range. */
export function checkAugmentation(augmentation: Augmentation): void {
  const given = complete(AUGMENTATION, augmentation, "augmentation");
  assertArgument(
    EFFECT_NAMES.some((name) => given[name] !== undefined),
    `augmentation: needs at least one effect out of ${EFFECT_NAMES.join(", ")}, got none`,
  );
  if (given.speed !== undefined) checkSpeedOfCopies(given.speed);
}

/** Each effect of an augmentation as an augmentation of its own, with as many copies. */
export function singleEffects(augmentation: Augmentation): Augmentation[] {
  const isKept = (key: string, name: string): boolean =>
    key === name || !(key in APPLY || key === "combine");
  return EFFECT_NAMES.filter((name) => augmentation[name] !== undefined).map(
    (name) =>
      Object.fromEntries(
        Object.entries(augmentation).filter(([key]) => isKept(key, name)),
      ) as Augmentation,
  );
}

/** Identifies the copies that an augmentation makes, by its options and the versions of its effects: `noise v1 snr 5..20, 2 copies, seed 0`. */
export function augmentationKey(augmentation: Augmentation): string {
  return inWords(augmentation, (name) => `${name} v${VERSIONS[name]}`);
}

/** The options of an augmentation, such as `noise snr 5..20, 2 copies, seed 0`. */
export function describeAugmentation(augmentation: Augmentation): string {
  return inWords(augmentation, (name) => name);
}

function inWords(
  { copies = 1, seed = 0, share = 1, combine = "all", ...effects }: Augmentation,
  titleOf: (name: keyof Effects) => string,
): string {
  const parts = EFFECT_NAMES.flatMap((name) => {
    const parameters = effects[name];
    if (parameters === undefined) return [];
    const values = Object.entries(parameters).map(
      ([key, value]) =>
        `${key} ${Array.isArray(value) ? value.join(key === "factors" ? " " : "..") : String(value)}`,
    );
    return [titleOf(name), ...values].join(" ");
  });
  return [
    ...parts,
    ...(combine === "one" ? ["one of them a copy"] : []),
    `${copies} ${copies === 1 ? "copy" : "copies"}`,
    ...(share < 1 ? [`of ${percentOf(share)} % of the clips`] : []),
    `seed ${seed}`,
  ].join(", ");
}

function percentOf(share: number): string {
  return String(Number((100 * share).toPrecision(6)));
}
