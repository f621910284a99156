import type { Batch } from "./batches.ts";

/** A feature or target beyond this is taken for the cause. */
const FAR_OUT = 1e4;

/** The probable cause in a batch of a loss or parameter that is not finite, with a remedy. Undefined when nothing in the batch is unusual. */
export function divergenceCause(batch: Batch): string | undefined {
  for (const name of ["features", "targets"] as const) {
    const { data, dims } = batch[name];
    const [, columns = 1] = dims;
    const at = data.findIndex((value) => !(Math.abs(value) < FAR_OUT));
    if (at < 0) continue;
    const row = batch.indices[Math.floor(at / columns)];
    return `row ${row} has ${data[at]!.toPrecision(3)} in column ${at % columns} of its ${name}, which is far out of range; look at the data, or scale them`;
  }
  return undefined;
}
