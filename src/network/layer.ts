import * as v from "valibot";
import { complete } from "../options/check.ts";
import { group, text } from "../options/schema.ts";
import { callLayer } from "./layer-call.ts";
import type { Operation } from "./operation.ts";
import type { Layer, SymbolicTensor } from "./symbolic-tensor.ts";

const NAME = { name: v.optional(text({ text: "name, by default the kind and a number" })) };

/** The options of a layer: its own and its name. */
export function layerOptions<const Entries extends v.ObjectEntries>(entries: Entries) {
  return group({ ...entries, ...NAME });
}

/** The options that every layer has. */
export const LAYER = layerOptions({});

/** Options that every layer has. */
export type LayerOptions = v.InferInput<typeof LAYER>;

/**
 * A layer of a kind with the given options. `operationsOf` gives its operations from the complete options.
 * @throws {AffektError} `invalid-argument` for options out of range or unknown.
 */
export function createLayer<
  const Schema extends v.GenericSchema<LayerOptions, LayerOptions & Record<string, unknown>>,
>(
  kind: string,
  schema: Schema,
  given: v.InferInput<Schema>,
  operationsOf: (options: v.InferOutput<Schema>) => readonly Operation[],
): Layer {
  const options = complete(schema, given, kind);
  const layer: Layer = Object.assign(
    (...inputs: readonly SymbolicTensor[]) => callLayer(layer, inputs),
    { config: { name: kind, options }, operations: operationsOf(options) },
  );
  return layer;
}
