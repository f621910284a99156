import * as v from "valibot";
import { described } from "../../options/schema.ts";

/** A number for height and width, or one each. */
export type Pair = number | readonly [number, number];

/** An option with an integer from 1 for height and width, or one each. */
export function pair(text: string): v.GenericSchema<Pair> {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;
  const isPair = (value: unknown): boolean =>
    Array.isArray(value) ? value.length === 2 && value.every(isCount) : isCount(value);
  return described<Pair>(
    v.custom<Pair>(isPair),
    { text },
    "an integer from 1, or one each of height and width",
  );
}

/** The numbers for height and width. */
export function pairOf(pair: Pair): readonly [number, number] {
  return typeof pair === "number" ? [pair, pair] : pair;
}
