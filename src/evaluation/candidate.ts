import type { ModelSpec } from "../models/model-spec.ts";

/** A model to evaluate. */
export interface Candidate {
  /** Any name that tells the candidates apart. */
  readonly name: string;
  readonly model: ModelSpec;
}
