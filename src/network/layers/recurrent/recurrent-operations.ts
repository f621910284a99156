import type { Operation } from "../../operation.ts";
import { randomFactors } from "../../operations/random-factors.ts";
import { recurrence } from "../../operations/recurrent/recurrence.ts";
import type { RecurrentCell } from "../../operations/recurrent/recurrent-cell.ts";

/** Options of a recurrent layer that its cell does not depend on. */
export interface RecurrentOptions {
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

/** Dropout of whole channels, the same in all frames. */
export function inputDropout(rate: number): Operation[] {
  if (rate === 0) return [];
  const factors = randomFactors("inputDropout", rate, ({ shape, layout }) => ({
    shape: [1, ...shape.slice(1)],
    layout,
  }));
  return [factors];
}

/** The operations of a recurrent layer. */
export function recurrentOperations(cell: RecurrentCell, options: RecurrentOptions): Operation[] {
  const { dropout, recurrentDropout, returnSequences, goBackwards } = options;
  return [
    ...inputDropout(dropout),
    recurrence(
      { cell, backwards: goBackwards, recurrentDropout },
      { returnSequences, inTurn: goBackwards },
    ),
  ];
}
