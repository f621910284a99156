import { integer, list, number } from "../../options/schema.ts";

/** Limits that no sensible network exceeds, so that one from a file is never absurd. */
const MAX_UNITS = 2 ** 20;
const MAX_LAYERS = 100;

/** Filters or units of a layer. */
export function count(text: string) {
  return integer({ min: 1, max: MAX_UNITS, text });
}

/** The filters or units of layers, one number each. */
export function counts(text: string, { minLength = 1 }: { readonly minLength?: number } = {}) {
  return list(count(text), { minLength, maxLength: MAX_LAYERS, text });
}

/** The number of layers or blocks. */
export function depth(text: string) {
  return integer({ min: 1, max: MAX_LAYERS, text });
}

/** A size of a kernel or a pool. */
export function size(text: string) {
  return integer({ min: 1, max: 2 ** 16, text });
}

/** A rate of dropout. */
export function dropoutRate(text: string) {
  return number({ min: 0, below: 1, text });
}
