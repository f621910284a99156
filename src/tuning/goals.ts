import type { Trial } from "./trial.ts";

/** Whether lower or higher values are better. */
export type Direction = "minimize" | "maximize";

/** Limits of a value. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The goals of a study. */
export interface Goals {
  /** The values to optimise, by name. */
  readonly objectives: Readonly<Record<string, Direction>>;
  /** The limits that values must keep, by name. A value need not be an objective. */
  readonly constraints: Readonly<Record<string, Bounds>>;
}

/** The objectives of a trial as losses: lower is better. */
export function lossesOf({ objectives }: Goals, values: NonNullable<Trial["values"]>): number[] {
  return Object.entries(objectives).map(([name, direction]) => signOf(direction) * values[name]!);
}

/** 1 for a direction in which lower is better, else -1. */
export function signOf(direction: Direction): 1 | -1 {
  return direction === "minimize" ? 1 : -1;
}

/** The sum of a trial's violations of its constraints; 0 if it keeps all. */
export function violationOf(
  { constraints }: Goals,
  { values = {} }: Pick<Trial, "values">,
): number {
  return Object.entries(constraints).reduce((sum, [name, { min = -Infinity, max = Infinity }]) => {
    const value = values[name];
    return value === undefined ? sum : sum + Math.max(0, value - max) + Math.max(0, min - value);
  }, 0);
}
