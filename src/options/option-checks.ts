import { AffektError } from "../errors.ts";

/** Refuses options that are not whole numbers from 1. Errors: `invalid-argument` with the layer and the option. */
export function checkCounts(layer: string, options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.every((one) => Number.isInteger(one) && (one as number) >= 1)) continue;
    throw new AffektError(
      "invalid-argument",
      `${layer}: ${name} must be an integer from 1, got ${values.join(", ")}`,
    );
  }
}

/** Refuses an option that is none of the words that it may be; `owner` has the option. Errors: `invalid-argument` with both and the words. */
export function checkChoice(
  owner: string,
  option: string,
  value: string,
  choices: readonly string[],
): void {
  if (choices.includes(value)) return;
  throw new AffektError(
    "invalid-argument",
    `${owner}: ${option} must be one of ${choices.join(", ")}, got ${value}`,
  );
}
