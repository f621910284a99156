import type { Goals } from "./goals.ts";
import { checkSpace, type Space } from "./space/space.ts";
import type { Trial } from "./trial.ts";

/** A case of the goldens. */
export interface GoldenCase {
  readonly name: string;
  readonly space: unknown;
  readonly objectives: unknown;
  readonly constraints?: unknown;
  readonly trials: readonly unknown[];
}

/** The parts of a golden case with their types. */
export function parsed({ space, objectives, constraints = {}, trials }: GoldenCase) {
  return {
    space: checkSpace(space as Space),
    goals: { objectives, constraints } as Goals,
    trials: trials as readonly Trial[],
  };
}

/** A trial of a test, complete unless it says otherwise. */
export function trialOf(number: number, changes: Partial<Trial> = {}): Trial {
  return {
    number,
    state: "complete",
    params: {},
    seed: 0,
    reports: [],
    started: "2026-01-01T00:00:00.000Z",
    seconds: 0,
    ...changes,
  };
}
