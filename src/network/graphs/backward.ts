import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Emitted } from "../operation.ts";
import type { Node, Parameter } from "../parameters.ts";
import type { SymbolicTensor } from "../symbolic-tensor.ts";

/** A node written into a graph. */
export interface EmittedNode {
  readonly node: Node;
  readonly emitted: Emitted;
}

/**
 * Writes the gradients of parameters by walking the nodes of a network in reverse, given the gradient of its output.
 * Where a tensor or a parameter is used more than once, its gradients are summed.
 */
export function backward(
  graph: GraphBuilder,
  nodes: readonly EmittedNode[],
  output: SymbolicTensor,
  gradient: string,
  parameters: readonly Parameter[],
): string[] {
  const learning = learningTensors(nodes);
  const ofTensors = new Sums<SymbolicTensor>(graph);
  const ofParameters = new Sums<Parameter>(graph);
  ofTensors.add(output, gradient);
  for (const { node, emitted } of nodes.toReversed()) {
    if (!learning.has(node.output)) continue;
    const wantInputs = node.inputs.some((tensor) => learning.has(tensor));
    const found = emitted.backward(ofTensors.of(node.output), wantInputs);
    const trainable = node.parameters.filter((parameter) => parameter.trainable);
    for (const [i, parameter] of trainable.entries()) {
      ofParameters.add(parameter, found.parameters![i]!);
    }
    for (const [i, tensor] of node.inputs.entries()) {
      if (learning.has(tensor)) ofTensors.add(tensor, found.inputs![i]!);
    }
  }
  return parameters.map((parameter) => ofParameters.of(parameter));
}

/** The tensors that depend on trainable parameters. */
function learningTensors(nodes: readonly EmittedNode[]): Set<SymbolicTensor> {
  const learning = new Set<SymbolicTensor>();
  for (const { node } of nodes) {
    const learns = node.parameters.some(({ trainable }) => trainable);
    if (learns || node.inputs.some((tensor) => learning.has(tensor))) learning.add(node.output);
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
