import type { Layer, LayerCall, LayerConfig, SymbolicTensor } from "./symbolic-tensor.ts";
import type { Shape } from "./shape.ts";

/** A network as plain data, which `networkFromConfig` reads. */
export interface NetworkConfig {
  readonly input: { readonly shape: Shape; readonly lengths: boolean };
  readonly layers: readonly LayerConfig[];
  /** The calls of the layers, each after those that it needs. The output of the last one is that of the network. */
  readonly calls: readonly LayerCallConfig[];
}

/** A call of a layer as plain data. */
export interface LayerCallConfig {
  /** Index of the layer. */
  readonly layer: number;
  /** The tensors that it takes: 0 is the input of the network, n the output of the nth call. */
  readonly inputs: readonly number[];
}

/** The config of a network. */
export function configOf(input: SymbolicTensor, calls: readonly LayerCall[]): NetworkConfig {
  const layers: readonly Layer[] = [...new Set(calls.map(({ layer }) => layer))];
  const tensors = new Map<SymbolicTensor["source"], number>([[undefined, 0]]);
  for (const [i, call] of calls.entries()) tensors.set(call, i + 1);
  return {
    input: { shape: input.shape, lengths: input.hasLengths },
    layers: layers.map(({ config }) => config),
    calls: calls.map(({ layer, inputs }) => ({
      layer: layers.indexOf(layer),
      inputs: inputs.map(({ source }) => tensors.get(source)!),
    })),
  };
}
