import { isSequenceConvolution } from "../operations/convolution/sequence-convolution.ts";
import {
  type DisjointMaxPooling,
  framesByPhase,
  isDisjointMaxPooling,
} from "../operations/pooling/disjoint-max-pooling.ts";
import { isDropout } from "../operations/random-factors.ts";
import type { Node } from "../parameters.ts";
import type { SymbolicTensor } from "../symbolic-tensor.ts";
import { soleConsumers } from "./consumers.ts";

/** Replaces neighbouring nodes by ones that give the same values faster. */
export function fuseNodes(nodes: readonly Node[], output: SymbolicTensor): Node[] {
  return orderFrames(fuseReluDropout(nodes, output), output);
}

/** ReLU, dropout (or none) and max-pooling become one node. */
function fuseReluDropout(nodes: readonly Node[], output: SymbolicTensor): Node[] {
  const consumers = soleConsumers(nodes, output);
  const replaced = new Map<Node, readonly Node[]>();
  for (const relu of nodes) {
    if (relu.operation.kind !== "relu") continue;
    const next = consumers.get(relu.output);
    const dropout = next !== undefined && isDropout(next.operation) ? next.operation : undefined;
    const pool = dropout === undefined ? next : consumers.get(next!.output);
    if (pool === undefined || !isDisjointMaxPooling(pool.operation)) continue;
    const operation = pool.operation.with({ reluDropout: dropout?.rate ?? 0 });
    replaced.set(relu, []);
    replaced.set(next!, []);
    replaced.set(pool, [{ ...pool, operation, inputs: relu.inputs }]);
  }
  return nodes.flatMap((node) => replaced.get(node) ?? node);
}

/** A convolution gives the frames of its output in the order in which a max-pooling after it compares them. */
function orderFrames(nodes: readonly Node[], output: SymbolicTensor): Node[] {
  const consumers = soleConsumers(nodes, output);
  const replaced = new Map<Node, Node>();
  for (const convolution of nodes) {
    const pool = consumers.get(convolution.output);
    if (!isSequenceConvolution(convolution.operation)) continue;
    if (pool === undefined || !isDisjointMaxPooling(pool.operation)) continue;
    const { poolSize } = pool.operation;
    const byPhase = wholePools(convolution.output, pool.operation);
    const operation = convolution.operation.inOrder((frames) => framesByPhase(frames, poolSize));
    replaced.set(convolution, { ...convolution, operation, output: byPhase });
    replaced.set(pool, {
      ...pool,
      operation: pool.operation.with({ byPhase: true }),
      inputs: [byPhase],
    });
  }
  return nodes.map((node) => replaced.get(node) ?? node);
}

/** The frames of a sequence that are in whole pools. */
function wholePools(sequence: SymbolicTensor, pool: DisjointMaxPooling): SymbolicTensor {
  const [time = 0, channels = 0] = sequence.shape;
  return { ...sequence, shape: [time - (time % pool.poolSize), channels] };
}
