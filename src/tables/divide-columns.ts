import { AffektError } from "../errors.ts";
import { FACTS } from "./table-data.ts";

/** How pandas writes the numbers of rows along: into CSV without a name. */
const INDEX = /^$|^__index_level_\d+__$/;

/**
 * Tells which columns of a table are features, by index: those after `hash`, the last of the facts; without it, all numeric ones
 * that are not named as a fact. pandas' numbers of rows are neither. Errors: `bad-data` where there are none, or one after `hash` is not numeric; `name` is for messages.
 */
export function divideColumns(
  header: readonly string[],
  isNumeric: (column: number) => boolean,
  name: string,
): { readonly facts: readonly number[]; readonly features: readonly number[] } {
  const all = [...header.keys()].filter((c) => !INDEX.test(header[c]!));
  const last = header.indexOf("hash");
  const isFact = (c: number): boolean =>
    last >= 0 ? c <= last : FACTS.some((fact) => fact === header[c]) || !isNumeric(c);
  const features = all.filter((c) => !isFact(c));
  const text = features.find((c) => !isNumeric(c));
  if (text !== undefined) {
    throw new AffektError("bad-data", `${name}: column ${header[text]} holds what is not a number`);
  }
  if (features.length === 0) {
    throw new AffektError(
      "bad-data",
      `${name}: has no features; a feature table has numeric columns after file, emotion and speaker`,
    );
  }
  return { facts: all.filter(isFact), features };
}
