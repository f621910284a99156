import type { Wire } from "../layer.ts";
import type { PlacedStep } from "../parameters.ts";

/** The steps that alone read a wire, by the wire; the output of the network is read by others too. */
export function soleReaders(
  steps: readonly PlacedStep[],
  output: Wire,
): ReadonlyMap<Wire, PlacedStep> {
  const readers = new Map<Wire, PlacedStep>();
  const shared = new Set([output]);
  for (const step of steps) {
    for (const wire of step.inputs) {
      if (readers.has(wire)) shared.add(wire);
      readers.set(wire, step);
    }
  }
  for (const wire of shared) readers.delete(wire);
  return readers;
}
