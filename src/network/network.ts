import { AffektError } from "../errors.ts";
import { Random } from "../math/random.ts";
import { fuse } from "./fusions.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { type Layer, type ParameterSpec, type PlacedLayer, type Shape, sizeOf } from "./layer.ts";

/** A parameter and its place in the flat vector of all parameters. */
export interface PlacedParameter extends Omit<ParameterSpec, "name"> {
  readonly kind: ParameterSpec["name"];
  /** Layer and parameter, such as `conv1d_2/kernel`. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** A dropout mask that a training step takes: `size` values a row, 0 with probability `rate` (in (0, 1)), else 1 / (1 - rate). */
export interface Mask {
  readonly name: string;
  readonly size: number;
  readonly rate: number;
}

/** A network written into a graph. */
export interface EmittedNetwork {
  readonly output: string;
  readonly masks: readonly Mask[];
  /** Writes the gradients of all parameters, in their order, given that of the output. */
  backward(gradient: string): readonly string[];
}

/** Layers one after another, with shapes that fit: Keras' `Sequential`. */
export class Network {
  readonly inputShape: Shape;
  /** Values in a row of the input. */
  readonly columns: number;
  readonly outputShape: Shape;
  /** All parameters, in the order of the flat vector. */
  readonly parameters: readonly PlacedParameter[];
  /** The length of the flat vector. */
  readonly size: number;
  readonly #layers: readonly PlacedLayer<PlacedParameter>[];

  constructor(inputShape: Shape, layers: readonly Layer[]) {
    this.inputShape = inputShape;
    this.columns = sizeOf(inputShape);
    const placed: PlacedLayer<PlacedParameter>[] = [];
    const counts = new Map<string, number>();
    let shape = inputShape;
    let offset = 0;
    for (const layer of layers) {
      const count = (counts.get(layer.kind) ?? 0) + 1;
      counts.set(layer.kind, count);
      const name = `${layer.kind}_${count}`;
      const output = outputShape(layer, name, shape);
      const parameters = layer.parameters(shape).map(({ name: kind, ...spec }) => {
        const size = sizeOf(spec.shape);
        const parameter = { ...spec, kind, name: `${name}/${kind}`, offset, size };
        offset += size;
        return parameter;
      });
      placed.push({ layer, input: shape, parameters });
      shape = output;
    }
    this.outputShape = shape;
    this.#layers = fuse(placed);
    this.parameters = placed.flatMap(({ parameters }) => parameters);
    this.size = offset;
  }

  /** Starting values of all parameters in one flat vector, from a seed. */
  initialize(seed: number): Float32Array {
    const random = new Random(seed);
    const values = new Float32Array(this.size);
    for (const { offset, size, initializer, fanIn, fanOut } of this.parameters) {
      for (let i = offset; i < offset + size; i++) values[i] = initializer(random, fanIn, fanOut);
    }
    return values;
  }

  /** Writes the network into a graph: `input` is [batch, columns], `parameters` are the names of its parameters there, in their order. */
  emit(
    graph: GraphBuilder,
    input: string,
    parameters: readonly string[],
    training: boolean,
  ): EmittedNetwork {
    const masks: Mask[] = [];
    const mask = (size: number, rate: number): string => {
      const name = graph.input(`mask${masks.length}`, ["batch", size]);
      masks.push({ name, size, rate });
      return name;
    };
    const rest = [...parameters];
    let output =
      this.inputShape.length === 1 ? input : graph.reshape(input, [-1, ...this.inputShape]);
    const emitted = this.#layers.map(({ layer, input: shape, parameters: { length } }, i) => {
      const next = this.#layers[i + 1];
      const steps = layer.takesSteps && next?.layer.steps?.(next.input);
      const ordered = layer.steps !== undefined && this.#layers[i - 1]?.layer.takesSteps === true;
      const emission = { graph, input: shape, training, steps, ordered, mask };
      const result = layer.emit(emission, output, rest.splice(0, length));
      output = result.output;
      return result;
    });
    const firstLearning = this.#layers.findIndex(({ parameters: { length } }) => length > 0);
    return {
      output,
      masks,
      backward(gradient) {
        const gradients: string[] = [];
        let incoming: string | undefined = gradient;
        for (let i = emitted.length - 1; i >= 0 && incoming !== undefined; i--) {
          const result = emitted[i]!.backward(incoming, i > firstLearning);
          gradients.unshift(...result.parameters);
          incoming = result.input;
        }
        return gradients;
      },
    };
  }
}

function outputShape(layer: Layer, name: string, input: Shape): Shape {
  try {
    return layer.outputShape(input);
  } catch (cause) {
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(cause.code, `${name}: ${cause.message}`, { cause });
  }
}

/** A network of layers one after another. Errors: `invalid-argument` with the layer's name where shapes do not fit. */
export function sequential(inputShape: Shape, layers: readonly Layer[]): Network {
  return new Network(inputShape, layers);
}
