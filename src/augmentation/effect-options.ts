import type { Sampled } from "../audio/audio-data.ts";
import type { Random } from "../math/statistics/random.ts";

/** Options of an effect: its parameters, the clip's sample rate, and where the values within the parameters' ranges are drawn from. */
export type EffectOptions<Parameters = unknown> = Parameters &
  Sampled & { readonly random: Random };
