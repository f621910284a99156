import type { Wire } from "../layer.ts";
import { isDropout } from "../layers/regularization/dropout.ts";
import { isMaxPoolingBySteps, reluDropoutMaxPooling } from "../operations/max-pooling-by-steps.ts";
import type { PlacedStep } from "../parameters.ts";
import { soleReaders } from "./readers.ts";

/** Replaces neighbouring steps by one that gives the same values faster: relu, dropout (or none) and max-pooling. */
export function fuse(steps: readonly PlacedStep[], output: Wire): PlacedStep[] {
  const readers = soleReaders(steps, output);
  const replaced = new Map<PlacedStep, PlacedStep | undefined>();
  for (const relu of steps) {
    if (relu.operation.kind !== "relu") continue;
    const next = readers.get(relu.output);
    const dropped = next !== undefined && isDropout(next.operation) ? next.operation : undefined;
    const pool = dropped === undefined ? next : readers.get(next!.output);
    if (pool === undefined || !isMaxPoolingBySteps(pool.operation)) continue;
    const operation = reluDropoutMaxPooling(dropped?.rate ?? 0, pool.operation);
    replaced.set(relu, undefined);
    if (dropped !== undefined) replaced.set(next!, undefined);
    replaced.set(pool, { ...pool, operation, inputs: relu.inputs });
  }
  return steps.flatMap((step) => (replaced.has(step) ? (replaced.get(step) ?? []) : step));
}
