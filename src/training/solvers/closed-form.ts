import type { LdaSolverSettings } from "./lda.ts";
import type { RidgeSolverSettings } from "./ridge.ts";

/** Ways to find the best parameters of one dense layer without going step by step. */
export type ClosedFormSettings = RidgeSolverSettings | LdaSolverSettings;
