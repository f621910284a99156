import { contentHash } from "../../math/content-hash.ts";
import type { Parameters } from "../../options/parameters.ts";
import { descriptorOf, type FeatureSet, useParameters } from "./definition.ts";
import { FRAMING } from "./framing.ts";

/**
 * What tells one set's values from another's: sixteen hexadecimal digits over its whole definition and its descriptors' versions
 * (XXH64). What is as by default does not count, so that a new parameter leaves the hashes of older sets alone.
 */
export function hashOf({ name, version, sampleRate, framing, descriptors }: FeatureSet): string {
  const uses = descriptors.map(({ name, statistics, ...values }) => {
    const { version = 1 } = descriptorOf(name);
    return [name, version, statistics, unlikeDefault(values, useParameters(name))];
  });
  const definition = [name, version, sampleRate, unlikeDefault(framing, FRAMING), uses];
  return contentHash(new TextEncoder().encode(JSON.stringify(definition)));
}

function unlikeDefault(
  values: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): (readonly [string, unknown])[] {
  return Object.entries(values).filter(([name, value]) => value !== parameters[name]?.default);
}
