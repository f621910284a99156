import * as v from "valibot";
import { AffektError } from "../errors.ts";
import { complete, shown } from "../options/check.ts";
import { described, flag, group, integer, list, text } from "../options/schema.ts";
import * as layers from "./layers.ts";
import { type Network, network } from "./network.ts";
import { input, type Layer, type SymbolicTensor } from "./symbolic-tensor.ts";

const LAYERS = layers as Readonly<Record<string, (options: never) => Layer>>;

const LAYER_CONFIG = group({
  name: text({ text: "kind of layer" }),
  options: described(
    v.custom<never>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    ),
    { text: "options of the layer" },
    "an object",
  ),
});

const INDEX = integer({ text: "index", min: 0 });

/** More calls than any network of use has. It bounds the recursion over them. */
const MAX_CALLS = 2000;

const NETWORK_CONFIG = group({
  input: group({
    shape: list(integer({ text: "size of a dimension", min: 1 }), { text: "shape of the input" }),
    lengths: flag({ text: "whether sequences come with their lengths" }),
  }),
  layers: list(LAYER_CONFIG, { text: "the layers", maxLength: MAX_CALLS }),
  calls: list(group({ layer: INDEX, inputs: list(INDEX, { text: "tensors that go in" }) }), {
    text: "the calls of the layers",
    maxLength: MAX_CALLS,
  }),
});

/**
 * A layer from its config.
 * @throws {AffektError} `invalid-argument` for an unknown kind of layer or options that do not fit it.
 */
export function layerFromConfig(config: unknown): Layer {
  const { name, options } = complete(LAYER_CONFIG, config, "layer");
  if (Object.hasOwn(LAYERS, name)) return LAYERS[name]!(options);
  const names = Object.keys(LAYERS).join(", ");
  throw new AffektError(
    "invalid-argument",
    `layer: name must be one of ${names}, got ${shown(name)}`,
  );
}

/**
 * A network from its config: the same parameters and graphs as those of the network that gave it.
 * @throws {AffektError} `invalid-argument` for what is no config of a network.
 */
export function networkFromConfig(config: unknown): Network {
  const { input: start, layers, calls } = complete(NETWORK_CONFIG, config, "network");
  const made = layers.map(layerFromConfig);
  const tensors: SymbolicTensor[] = [input(start.shape, { lengths: start.lengths })];
  for (const { layer, inputs } of calls) {
    tensors.push(at(made, layer)(...inputs.map((index) => at(tensors, index))));
  }
  return network(tensors[0]!, tensors.at(-1)!);
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found !== undefined) return found;
  throw new AffektError(
    "invalid-argument",
    `network: a call refers to ${index}, but there are ${list.length} so far`,
  );
}
