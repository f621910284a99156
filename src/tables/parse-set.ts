import { AffektError } from "../errors.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";

/**
 * The feature set that a file holds as JSON. It is checked when it is used. `name` is what messages call the file.
 * @throws {AffektError} unreadable
 */
export function parseSet(json: string, name: string): FeatureSetDefinition {
  try {
    return JSON.parse(json) as FeatureSetDefinition;
  } catch (cause) {
    throw new AffektError("unreadable", `${name}: the feature set in it is not JSON`, { cause });
  }
}
