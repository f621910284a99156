import * as v from "valibot";
import { contentHash } from "../../math/content-hash.ts";
import { DESCRIPTOR_OPTIONS, descriptorOf, FEATURE_SET, type FeatureSet } from "./definition.ts";
import { SILENCE } from "../split.ts";
import { FRAMING } from "./framing.ts";

/**
 * Identifies a set's values: sixteen hexadecimal digits over its definition and its descriptors' versions (XXH64). Options with their
 * default do not count, so that new options leave the hashes of existing sets alone.
 */
export function hashOf(set: FeatureSet): string {
  const { name, version, sampleRate, trim, framing, voicing, descriptors } = set;
  const uses = descriptors.map(({ name, statistics, framing: own, ...values }) => {
    const { version = 1, weights } = descriptorOf(name);
    const options = unlikeDefault(values, DESCRIPTOR_OPTIONS[name]!.entries);
    const ofFraming = own === undefined ? [] : [["framing", unlike(own, framing)]];
    const ofWeights = weights === undefined ? [] : [["weights", weights]];
    return [name, version, statistics, [...options, ...ofFraming, ...ofWeights]];
  });
  const ofVoicing = unlikeDefault(voicing, FEATURE_SET.entries.voicing.wrapped.entries);
  const definition = [
    name,
    version,
    sampleRate,
    unlikeDefault(framing, FRAMING.entries),
    uses,
    ...(ofVoicing.length > 0 ? [ofVoicing] : []),
    ...(trim === undefined ? [] : [{ trim: unlikeDefault(trim, SILENCE.entries) }]),
  ];
  return contentHash(new TextEncoder().encode(JSON.stringify(definition)));
}

type Values = Readonly<Record<string, unknown>>;

function unlikeDefault(values: Values, entries: v.ObjectEntries): [string, unknown][] {
  const defaults = Object.entries(entries).map(([name, schema]) => [name, v.getDefault(schema)]);
  return unlike(values, Object.fromEntries(defaults) as Values);
}

function unlike(values: Values, others: Values): [string, unknown][] {
  return Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(others[name]),
  );
}
