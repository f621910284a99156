import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Wire } from "../layer.ts";
import type { Emitted } from "../operation.ts";
import type { PlacedParameter, PlacedStep } from "../parameters.ts";

/** A step and what it wrote into a graph. */
export interface EmittedStep {
  readonly step: PlacedStep;
  readonly emitted: Emitted;
}

/**
 * Writes the gradients of parameters by walking the steps of a network in reverse, given the gradient of its output;
 * where a value or a parameter is used more than once, its gradients are summed.
 */
export function backward(
  graph: GraphBuilder,
  steps: readonly EmittedStep[],
  output: Wire,
  gradient: string,
  parameters: readonly PlacedParameter[],
): string[] {
  const learning = wiresThatLearn(steps);
  const ofWires = new Sums<Wire>(graph);
  const ofParameters = new Sums<PlacedParameter>(graph);
  ofWires.add(output, gradient);
  for (const { step, emitted } of steps.toReversed()) {
    if (!learning.has(step.output)) continue;
    const wantInputs = step.inputs.some((wire) => learning.has(wire));
    const found = emitted.backward(ofWires.of(step.output), wantInputs);
    const trainable = step.parameters.filter((parameter) => parameter.trainable);
    for (const [i, parameter] of trainable.entries()) {
      ofParameters.add(parameter, found.parameters![i]!);
    }
    for (const [i, wire] of step.inputs.entries()) {
      if (learning.has(wire)) ofWires.add(wire, found.inputs![i]!);
    }
  }
  return parameters.map((parameter) => ofParameters.of(parameter));
}

/** The wires whose values depend on trainable parameters. */
function wiresThatLearn(steps: readonly EmittedStep[]): Set<Wire> {
  const learning = new Set<Wire>();
  for (const { step } of steps) {
    const learns = step.parameters.some(({ trainable }) => trainable);
    if (learns || step.inputs.some((wire) => learning.has(wire))) learning.add(step.output);
  }
  return learning;
}

/** Sums of gradients by what they belong to. */
class Sums<K> {
  readonly #graph: GraphBuilder;
  readonly #sums = new Map<K, string>();

  constructor(graph: GraphBuilder) {
    this.#graph = graph;
  }

  add(key: K, gradient: string): void {
    const before = this.#sums.get(key);
    this.#sums.set(key, before === undefined ? gradient : this.#graph.add(before, gradient));
  }

  of(key: K): string {
    return this.#sums.get(key)!;
  }
}
