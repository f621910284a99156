import { isSame, type CompleteDimension, type Value } from "./space.ts";

/** The number that stands for a value: itself, or the place among the choices. */
export function numberOf(dimension: CompleteDimension, value: Value): number {
  return dimension.type === "categorical"
    ? dimension.choices.findIndex((choice) => isSame(choice, value))
    : (value as number);
}

/** The value that a number stands for. */
export function valueOf(dimension: CompleteDimension, number: number): Value {
  return dimension.type === "categorical" ? dimension.choices[number]! : number;
}

/** Whether a dimension has one value only. */
export function isSingle(dimension: CompleteDimension): boolean {
  return countOf(dimension) === 1;
}

/** The number of values of a dimension; infinite for a float without steps. */
export function countOf(dimension: CompleteDimension): number {
  if (dimension.type === "categorical") return dimension.choices.length;
  const { low, high, step } = dimension;
  if (low === high) return 1;
  // decimal steps have rounding errors
  return step === undefined ? Infinity : Math.floor((high - low) / step + 1e-9) + 1;
}

/** The value at a place of the unit interval, in which all values, on their scale, take the same room. */
export function valueAt(dimension: CompleteDimension, place: number): Value {
  if (dimension.type !== "categorical" && dimension.log) return logarithmicAt(dimension, place);
  const count = countOf(dimension);
  if (count < Infinity) {
    const index = Math.min(count - 1, Math.floor(place * count));
    return dimension.type === "categorical"
      ? dimension.choices[index]!
      : steppedAt(dimension, index);
  }
  const { low, high } = dimension as Numeric;
  return low + place * (high - low);
}

/** A dimension of numbers. */
export type Numeric = Exclude<CompleteDimension, { type: "categorical" }>;

function logarithmicAt({ type, low, high }: Numeric, place: number): number {
  const room = type === "int" ? 0.5 : 0;
  const [start, end] = [Math.log(low - room), Math.log(high + room)];
  const value = Math.exp(start + place * (end - start));
  return Math.min(high, Math.max(low, type === "int" ? Math.round(value) : value));
}

/** The value at a number of steps above the lowest one. */
export function steppedAt({ low, high, step = 0 }: Numeric, index: number): number {
  // 0.1 + 2 · 0.1 is to be 0.3
  return Math.min(high, Number((low + index * step).toPrecision(15)));
}

/** The place in the unit interval of a numeric value: the middle of its room. */
export function placeOf({ low, high, log, step = 0 }: Numeric, value: number): number {
  const onScale = log ? Math.log : (number: number) => number;
  const [start, end] = [onScale(low - step / 2), onScale(high + step / 2)];
  return start === end ? 0.5 : (onScale(value) - start) / (end - start);
}
