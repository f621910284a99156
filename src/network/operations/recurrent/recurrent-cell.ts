import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { ParameterSpec } from "../../operation.ts";

/** The sequences that a cell runs over and what it computes with. */
export interface CellRun {
  readonly graph: GraphBuilder;
  /** [time, batch, channels] */
  readonly x: string;
  readonly time: number;
  readonly channels: number;
  /** Names of the cell's parameters, in their order. */
  readonly parameters: readonly string[];
  /** The state before the first frame, [batch, units] of zeros. */
  readonly zeros: string;
  /** Dropout's factors of the state where it is multiplied by the recurrent kernel, [batch, units]. */
  readonly factors: string | undefined;
}

/** A cell written into a graph. */
export interface EmittedCell {
  /** Its output after each frame, [time, batch, units]. */
  readonly output: string;
  /** Writes the gradients of the parameters and, where it is wanted, of x, given that of the output. */
  backward(
    gradient: string,
    wantInput: boolean,
  ): { readonly parameters: readonly string[]; readonly x?: string };
}

/** A cell of a recurrent layer: what becomes of its state with a frame. */
export interface RecurrentCell {
  readonly units: number;
  parameters(channels: number): readonly ParameterSpec[];
  emit(run: CellRun): EmittedCell;
}
