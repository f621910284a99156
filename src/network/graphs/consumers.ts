import type { Node } from "../parameters.ts";
import type { SymbolicTensor } from "../symbolic-tensor.ts";

/** The nodes that are the only consumers of a tensor, by the tensor. The output of the network has others. */
export function soleConsumers(
  nodes: readonly Node[],
  output: SymbolicTensor,
): ReadonlyMap<SymbolicTensor, Node> {
  const consumers = new Map<SymbolicTensor, Node>();
  const shared = new Set([output]);
  for (const node of nodes) {
    for (const tensor of node.inputs) {
      if (consumers.has(tensor)) shared.add(tensor);
      consumers.set(tensor, node);
    }
  }
  for (const tensor of shared) consumers.delete(tensor);
  return consumers;
}
