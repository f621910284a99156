import { type Command, InvalidArgumentError, Option } from "commander";
import type { Augmentation } from "../../augmentation/augmentation.ts";
import { LINE_CODECS } from "../../augmentation/band-limit.ts";
import type { DrawRange } from "../../augmentation/draw-range.ts";
import type { SpeedOfCopies } from "../../augmentation/speed-of-copies.ts";
import { NOISE_COLORS } from "../../augmentation/noise.ts";
import { assertArgument } from "../../errors.ts";
import { wholeNumber } from "./options.ts";

/** Options of augmented copies. */
export interface AugmentationOptions {
  readonly noise?: DrawRange;
  readonly noiseColor?: (typeof NOISE_COLORS)[number];
  readonly room?: DrawRange;
  readonly gain?: DrawRange;
  readonly speed?: SpeedOfCopies;
  readonly pitchShift?: DrawRange;
  readonly timeShift?: DrawRange;
  readonly bandLimit?: (typeof LINE_CODECS)[number];
  readonly augmentCopies?: number;
  readonly augmentShare?: number;
  readonly augmentOne?: true;
}

/** The options of `AugmentationOptions`, for commands that train on recordings. */
export function withAugmentationOptions(to: Command): Command {
  return to
    .optionsGroup("Augmented copies of training clips (never of validation or test clips):")
    .option("--noise <db>", "add noise at this SNR in dB, such as 5..20", range)
    .addOption(
      new Option("--noise-color <name>", "color of the noise (default: white)").choices(
        NOISE_COLORS,
      ),
    )
    .option("--room <s>", "add reverberation with this RT60 in seconds, such as 0.2..0.8", range)
    .option("--gain <db>", "change the level by this many dB, such as -6..6", range)
    .option(
      "--speed <rate>",
      "change the speed by this factor, such as 0.9..1.1, or copy by copy by these, such as 0.9,1.1",
      speeds,
    )
    .option(
      "--pitch-shift <semitones>",
      "shift the pitch by this many semitones, such as -2..2",
      range,
    )
    .option("--time-shift <s>", "shift in time by this many seconds, such as -0.2..0.2", range)
    .addOption(
      new Option("--band-limit <codec>", "simulate a telephone line, 300 to 3400 Hz").choices(
        LINE_CODECS,
      ),
    )
    .option(
      "--augment-copies <n>",
      "copies of each recording (default: 1, or one for each factor of --speed)",
      wholeNumber(1),
    )
    .option(
      "--augment-share <share>",
      "share of the recordings to copy, such as 0.3 (default: 1)",
      share,
    )
    .option("--augment-one", "apply one effect to each copy, in turn, instead of all")
    .optionsGroup("Options:");
}

/** The augmentation that the options ask for, if any. @throws {AffektError} `invalid-argument` for copies without an effect, or a colour without noise. */
export function augmentationOf(
  options: AugmentationOptions & { readonly seed: number },
): Augmentation | undefined {
  const { noise, noiseColor, room, gain, speed, pitchShift, timeShift, bandLimit } = options;
  const effects = {
    ...(speed && { speed }),
    ...(pitchShift && { pitchShift: { semitones: pitchShift } }),
    ...(timeShift && { timeShift: { seconds: timeShift } }),
    ...(room && { room: { rt60: room } }),
    ...(noise && { noise: { snr: noise, color: noiseColor ?? "white" } }),
    ...(bandLimit && { bandLimit: { codec: bandLimit } }),
    ...(gain && { gain: { decibels: gain } }),
  };
  const { augmentCopies, augmentShare, augmentOne, seed } = options;
  assertArgument(
    noise !== undefined || noiseColor === undefined,
    "--noise-color needs --noise, the SNR in dB",
  );
  if (Object.keys(effects).length > 0) {
    return {
      ...effects,
      copies:
        augmentCopies ??
        (speed?.factors?.length ?? 1) * (augmentOne ? Object.keys(effects).length : 1),
      ...(augmentShare !== undefined && { share: augmentShare }),
      ...(augmentOne && { combine: "one" }),
      seed,
    };
  }
  for (const [option, value] of Object.entries({
    "--augment-copies": augmentCopies,
    "--augment-share": augmentShare,
    "--augment-one": augmentOne,
  })) {
    assertArgument(value === undefined, `${option} needs an effect, such as --noise 5..20`);
  }
  return undefined;
}

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})(?:\\.\\.(${NUMBER}))?$`);

function range(text: string): DrawRange {
  const [, least, most = least] = RANGE.exec(text.trim()) ?? [];
  if (least === undefined) {
    throw new InvalidArgumentError("It must be a number, or two such as 5..20.");
  }
  return [Number(least), Number(most)];
}

function speeds(text: string): SpeedOfCopies {
  if (!text.includes(",")) return { rate: range(text) };
  const factors = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (factors.every(Number.isFinite)) return { factors };
  throw new InvalidArgumentError(
    "It must be a range such as 0.9..1.1, or factors such as 0.9,1.1.",
  );
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("It must be above 0 and at most 1.");
}
