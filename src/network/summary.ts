import type { Parameter } from "./parameters.ts";
import type { Shape } from "./shape.ts";
import type { Layer, LayerCall, SymbolicTensor } from "./symbolic-tensor.ts";

/** The contents of a summary. */
export interface SummaryParts {
  readonly input: SymbolicTensor;
  readonly calls: readonly LayerCall[];
  readonly names: ReadonlyMap<Layer, string>;
  readonly parameters: readonly Parameter[];
}

/** A table of layers with their output shapes and numbers of parameters, and the totals below it, in Keras' words. */
export function summaryOf({ input, calls, names, parameters }: SummaryParts): string {
  const nameOf = ({ source }: SymbolicTensor): string =>
    source === undefined ? "input" : names.get(source.layer)!;
  const outputs = calls.map(({ operations }) => operations.at(-1)!.output);
  const isChain = calls.every(
    ({ inputs }, i) => inputs.length === 1 && inputs[0] === (i === 0 ? input : outputs[i - 1]),
  );
  const rows = calls.map(({ layer, inputs }, i) => {
    const name = names.get(layer)!;
    const isFirst = calls.findIndex((other) => other.layer === layer) === i;
    const own = isFirst ? parameters.filter((one) => one.layer === name) : [];
    const row = [
      `${name} (${layer.config.name})`,
      withBatch(outputs[i]!.shape),
      format(count(own)),
    ];
    return isChain ? row : [...row, inputs.map(nameOf).join(", ")];
  });
  const head = ["Layer (type)", "Output shape", "Param #", ...(isChain ? [] : ["Connected to"])];
  const first = ["input", withBatch(input.shape), "0", ...(isChain ? [] : [""])];
  const trainable = parameters.filter((one) => one.trainable);
  const rest = parameters.filter((one) => !one.trainable);
  return [
    ...align([head, first, ...rows]),
    "",
    `Total params: ${format(count(parameters))}`,
    `Trainable params: ${format(count(trainable))}`,
    `Non-trainable params: ${format(count(rest))}`,
  ].join("\n");
}

function withBatch(shape: Shape): string {
  return `[batch, ${shape.join(", ")}]`;
}

function count(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}

function format(value: number): string {
  return value.toLocaleString("en-US");
}

/** Lines with aligned columns, of which the third holds numbers. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 2 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}
