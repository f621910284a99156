import { AffektError } from "../errors.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";

/** The feature set that a file holds as JSON; checked when it is used. Errors: `unreadable`; `name` is for messages. */
export function parseSet(json: string, name: string): FeatureSetDefinition {
  try {
    return JSON.parse(json) as FeatureSetDefinition;
  } catch (cause) {
    throw new AffektError("unreadable", `${name}: the feature set in it is not JSON`, { cause });
  }
}
