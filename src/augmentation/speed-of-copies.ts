import * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { group, list, number } from "../options/schema.ts";
import { SPEED, type SpeedParameters } from "./speed.ts";

/** The speed of copies: a range that each one's is drawn from, or factors that they have in turn. */
export const SPEED_OF_COPIES = group({
  rate: v.optional(SPEED.entries.rate),
  factors: v.optional(
    list(number({ min: 0.25, max: 4, text: "factor of the speed" }), {
      minLength: 1,
      maxLength: 1000,
      text: "factors that the copies have in turn, in the place of a range",
    }),
  ),
});

/** Parameters of `SPEED_OF_COPIES`. */
export type SpeedOfCopies = v.InferInput<typeof SPEED_OF_COPIES>;

/**
 * The parameters of `speed` for the copy that is number `turn` of those with a speed, from 0. More of them than factors have the factors
 * again. The factors 0.9 and 1.1 are the usual perturbation of speech: Ko et al. 2015, "Audio
 * augmentation for speech recognition".
 */
export function speedOfCopy({ rate, factors }: SpeedOfCopies, turn: number): SpeedParameters {
  const factor = factors?.[turn % factors.length];
  return { rate: factor === undefined ? rate! : [factor, factor] };
}

/** @throws {AffektError} `invalid-argument` unless there is either a range or factors. */
export function checkSpeedOfCopies({ rate, factors }: SpeedOfCopies): void {
  assertArgument(
    (rate === undefined) !== (factors === undefined),
    "augmentation: speed takes either rate, two numbers that the speed is drawn between, or factors, the speeds of the copies in turn",
  );
}
