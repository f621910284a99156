import type { LdaSettings } from "./lda.ts";
import type { RidgeSettings } from "./ridge.ts";

/** Ways to find the best parameters of one dense layer without going step by step. */
export type ClosedFormSettings = RidgeSettings | LdaSettings;
