import type { ModelSpec } from "../models/model-spec.ts";

/** A model to evaluate. */
export interface Candidate {
  /** A unique name. */
  readonly name: string;
  readonly model: ModelSpec;
}
