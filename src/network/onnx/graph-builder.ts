import {
  type Attribute,
  ONNX_TYPES,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./onnx.ts";
import { encodeOnnx } from "./onnx-encoding.ts";

/** The numbers that a graph computes in. */
export type GraphPrecision = "float32" | "float64";

/** A loop over the first dimension of some values. */
export interface Scan {
  /** The states before the first step. */
  readonly states: readonly string[];
  /** The sequence that the loop iterates over, [steps, …]. */
  readonly elements: readonly string[];
  /** From the last step to the first one. Results stay at the place of their elements. Default false. */
  readonly backwards?: boolean;
  /** Writes a step: the new states, and its results, as many in each step. Values from outside may be used. */
  readonly step: (
    graph: GraphBuilder,
    states: readonly string[],
    elements: readonly string[],
  ) => { readonly states: readonly string[]; readonly results: readonly string[] };
}

/** Builds an ONNX graph operator by operator. Each value in it is known by its name, a string. */
export class GraphBuilder {
  /** The graph computes in it. Inputs and outputs are float32 in any case. */
  readonly precision: GraphPrecision;
  readonly #nodes: OnnxNode[] = [];
  readonly #tensors: OnnxTensor[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #constants = new Map<string, string>();
  readonly #renamed = new Map<string, string>();
  readonly #prefix: string;
  #count = 0;
  #bodies = 0;

  constructor(precision: GraphPrecision = "float32", prefix = "") {
    this.precision = precision;
    this.#prefix = prefix;
  }

  /** Adds an operator with one output and returns the output's name. */
  op(type: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const name = this.#name();
    this.#nodes.push({ type, inputs, outputs: [name], attributes });
    return name;
  }

  /** Adds an operator with several outputs and returns their names. */
  ops(
    type: string,
    inputs: readonly string[],
    count: number,
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.#name());
    this.#nodes.push({ type, inputs, outputs, attributes });
    return outputs;
  }

  /** A constant of int64, such as a shape or a list of axes. Equal ones are stored once. */
  integers(values: readonly number[]): string {
    return this.#constant(`i${values.join()}`, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A constant scalar. Equal ones are stored once. */
  scalar(value: number): string {
    return this.#constant(`f${value}`, [], this.#numbers([value]));
  }

  /** A constant array of numbers, by default a vector. Equal ones are stored once. */
  floats(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant(`v${dims.join()}:${values.join()}`, dims, this.#numbers(values));
  }

  /** a + b, element by element with broadcasting. */
  add(a: string, b: string): string {
    return this.op("Add", [a, b]);
  }

  /** a - b, element by element with broadcasting. */
  sub(a: string, b: string): string {
    return this.op("Sub", [a, b]);
  }

  /** a · b, element by element with broadcasting. */
  mul(a: string, b: string): string {
    return this.op("Mul", [a, b]);
  }

  /** a / b, element by element with broadcasting. */
  div(a: string, b: string): string {
    return this.op("Div", [a, b]);
  }

  /** -x. */
  neg(x: string): string {
    return this.op("Neg", [x]);
  }

  /** √x. */
  sqrt(x: string): string {
    return this.op("Sqrt", [x]);
  }

  /** e^x. */
  exp(x: string): string {
    return this.op("Exp", [x]);
  }

  /** The larger of a and b, element by element with broadcasting. */
  max(a: string, b: string): string {
    return this.op("Max", [a, b]);
  }

  /** 1 where x is above zero, else 0. */
  isPositive(x: string): string {
    return this.cast(this.op("Greater", [x, this.scalar(0)]));
  }

  /** 1 where a is b, else 0, with broadcasting. */
  equals(a: string, b: string): string {
    return this.cast(this.op("Equal", [a, b]));
  }

  /** The sum of all values, a scalar. */
  total(x: string): string {
    return this.op("ReduceSum", [x], { keepdims: 0 });
  }

  /** The sum over axes, which are left out or, with `keepdims`, kept at 1. */
  sum(x: string, axes: readonly number[], keepdims = false): string {
    return this.op("ReduceSum", [x, this.integers(axes)], { keepdims: Number(keepdims) });
  }

  /** The mean over axes, which are left out or, with `keepdims`, kept at 1. */
  mean(x: string, axes: readonly number[], keepdims = false): string {
    return this.op("ReduceMean", [x], { axes, keepdims: Number(keepdims) });
  }

  /** Values joined along an axis. */
  concat(values: readonly string[], axis: number): string {
    return values.length === 1 ? values[0]! : this.op("Concat", values, { axis });
  }

  /** Parts of a value along an axis, by their sizes. */
  split(x: string, sizes: readonly number[], axis: number): string[] {
    return this.ops("Split", [x, this.integers(sizes)], sizes.length, { axis });
  }

  /** Runs a step for each element of some values, one after another. The results are those of all steps, [steps, …]. */
  scan({ states, elements, backwards = false, step }: Scan): string[] {
    const body = new GraphBuilder(this.precision, `${this.#prefix}b${this.#bodies++}_`);
    const names = [...states, ...elements].map(() => body.#value());
    const after = step(body, names.slice(0, states.length), names.slice(states.length));
    const given = new Set(names);
    for (const value of [...after.states, ...after.results]) {
      body.#result(given.has(value) ? body.op("Identity", [value]) : value);
      given.add(value);
    }
    const direction = Number(backwards);
    const outputs = this.ops(
      "Scan",
      [...states, ...elements],
      after.states.length + after.results.length,
      {
        body: body.#graph(),
        num_scan_inputs: elements.length,
        scan_input_directions: elements.map(() => direction),
        scan_output_directions: after.results.map(() => direction),
      },
    );
    return outputs.slice(after.states.length);
  }

  /** A named float32 constant, such as a learned parameter. */
  tensor(name: string, dims: readonly number[], data: Float32Array): string {
    this.#tensors.push({ name, dims, data });
    return name;
  }

  /** `input` with its axes in another order. */
  transpose(input: string, perm: readonly number[]): string {
    return this.op("Transpose", [input], { perm });
  }

  /** `input` in another shape. 0 keeps a dimension, -1 follows from the others. */
  reshape(input: string, dims: readonly number[]): string {
    return this.op("Reshape", [input, this.integers(dims)]);
  }

  /** Declares an input of the graph. A dimension given by name is dynamic. */
  input(name: string, dims: readonly (number | string)[]): string {
    this.#inputs.push({ name, dims });
    return this.precision === "float64" ? this.cast(name, "float64") : name;
  }

  /** `value`, also the result of a comparison, as numbers of a type. */
  cast(value: string, to: GraphPrecision = this.precision): string {
    return this.op("Cast", [value], { to: ONNX_TYPES[to] });
  }

  /** Numbers without a fraction as int64. */
  integersOf(value: string): string {
    return this.op("Cast", [value], { to: ONNX_TYPES.int64 });
  }

  /** Makes `value`, the output of an operator, an output of the graph under `name`. */
  output(name: string, value: string, dims: readonly (number | string)[]): void {
    this.#renamed.set(this.precision === "float64" ? this.cast(value, "float32") : value, name);
    this.#outputs.push({ name, dims });
  }

  /** The bytes of the ONNX file. */
  encode(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    return encodeOnnx({ ...this.#graph(), metadata });
  }

  #graph(): OnnxGraph {
    const rename = (name: string): string => this.#renamed.get(name) ?? name;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
    return { nodes, tensors: this.#tensors, inputs: this.#inputs, outputs: this.#outputs };
  }

  #name(): string {
    return `${this.#prefix}t${this.#count++}`;
  }

  /** Declares an input of a step, of any shape. */
  #value(): string {
    const name = this.#name();
    this.#inputs.push({ name, type: this.precision });
    return name;
  }

  /** Declares an output of a step, which is the output of an operator and no other output of the step. */
  #result(name: string): void {
    this.#outputs.push({ name, type: this.precision });
  }

  #numbers(values: readonly number[]): Float32Array | Float64Array {
    return this.precision === "float64" ? Float64Array.from(values) : Float32Array.from(values);
  }

  #constant(key: string, dims: readonly number[], data: OnnxTensor["data"]): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.#prefix}c${this.#constants.size}`;
    this.#constants.set(key, name);
    this.#tensors.push({ name, dims, data });
    return name;
  }
}
