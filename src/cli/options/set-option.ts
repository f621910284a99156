import { Option } from "commander";
import { FEATURE_SETS } from "../../features/sets/sets.ts";

/** `--set`, the feature set. */
export function setOption(): Option {
  return new Option(
    "--set <name>",
    `feature set: ${FEATURE_SETS.join(", ")}, or a .json file that defines one (default: the set of the model or of the feature tables, else classic)`,
  );
}
