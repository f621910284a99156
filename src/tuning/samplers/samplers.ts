import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, variants } from "../../options/schema.ts";
import { cmaEsSampler } from "../cma-es/cma-es-sampler.ts";
import { sobolSampler } from "../sobol/sobol-sampler.ts";
import { TPE, tpeSampler } from "../tpe/tpe-sampler.ts";
import { gridSampler } from "./grid-sampler.ts";
import { randomSampler } from "./random-sampler.ts";
import type { Sampler } from "./sampler.ts";

const SAMPLER = variants("name", {
  random: group({}),
  grid: group({}),
  sobol: group({}),
  tpe: TPE,
  "cma-es": group({}),
});

/** The names of samplers. */
export const SAMPLER_NAMES = ["random", "grid", "sobol", "tpe", "cma-es"] as const;

/** A sampler as plain data. Settings with defaults may be left out. */
export type SamplerSettings = Readonly<v.InferInput<typeof SAMPLER>>;

/** The sampler of some settings. @throws {AffektError} `invalid-argument` */
export function samplerOf(given: SamplerSettings, seed: number): Sampler {
  const settings = complete(SAMPLER, given, "sampler");
  switch (settings.name) {
    case "random":
      return randomSampler;
    case "grid":
      return gridSampler();
    case "sobol":
      return sobolSampler(seed);
    case "tpe":
      return tpeSampler(settings);
    case "cma-es":
      return cmaEsSampler();
  }
}
