import type { FitOptions } from "../training/fit.ts";

/** How a network is trained: what `fit` takes apart from network, data and callbacks. */
export type Recipe = Pick<
  FitOptions,
  "optimizer" | "schedule" | "epochs" | "batchSize" | "shuffle" | "l2" | "stopping"
>;
