import type { FeatureSet, FeatureSetDefinition } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { AffektError } from "../../errors.ts";
import { readBytes } from "../files/file.ts";

/**
 * The feature set that is meant by a name, or defined in a file whose name ends in `.json`.
 * Errors: `not-found`; `invalid-argument` for an unknown name, text that is not JSON, or naming the place in the definition.
 */
export async function readFeatureSet(nameOrFile: string): Promise<FeatureSet> {
  if (!nameOrFile.toLowerCase().endsWith(".json")) return featureSet(nameOrFile);
  const text = new TextDecoder().decode(await readBytes(nameOrFile));
  return featureSet(parse(text, nameOrFile), nameOrFile);
}

function parse(text: string, file: string): FeatureSetDefinition {
  try {
    return JSON.parse(text) as FeatureSetDefinition;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("invalid-argument", `${file}: is not JSON: ${reason}`, { cause });
  }
}
