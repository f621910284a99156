import type { FeatureSet, FeatureSetDefinition } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { readJson } from "../files/json-file.ts";

/**
 * The feature set that is meant by a name, or defined in a file whose name ends in `.json`.
 * @throws {AffektError} `not-found`; `invalid-argument` for an unknown name, text that is not JSON, or naming the place in the definition.
 */
export async function readFeatureSet(nameOrFile: string): Promise<FeatureSet> {
  if (!nameOrFile.toLowerCase().endsWith(".json")) return featureSet(nameOrFile);
  return featureSet((await readJson(nameOrFile)) as FeatureSetDefinition, nameOrFile);
}
