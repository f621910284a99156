/**
 * Networks as graphs of layers, in Keras' terms, and the runtimes' interface.
 *
 * @module affekt/network
 */

export { layerFromConfig, networkFromConfig } from "../network/from-config.ts";
export { inferenceGraph, type InferenceOptions } from "../network/graphs/inference-graph.ts";
export type { Initializer } from "../network/initializers.ts";
export type { LayerOptions } from "../network/layer.ts";
export * as layers from "../network/layers.ts";
export { network, type Network, sequential } from "../network/network.ts";
export type { NetworkConfig } from "../network/network-config.ts";
export type { Parameter } from "../network/parameters.ts";
export type {
  Runtime,
  RuntimeSource,
  Session,
  SessionOptions,
  Tensor,
  Tensors,
} from "../network/runtime/runtime.ts";
export type { Shape } from "../network/shape.ts";
export {
  input,
  type InputOptions,
  type Layer,
  type LayerConfig,
  type SymbolicTensor,
} from "../network/symbolic-tensor.ts";
export type { ClassificationLoss } from "../network/graphs/losses.ts";
export type { OptimizerSettings } from "../network/graphs/optimizers.ts";
