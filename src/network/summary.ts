import type { Layer, Placement, Value } from "./layer.ts";
import type { PlacedParameter } from "./parameters.ts";
import type { Shape } from "./shape.ts";

/** What a summary tells of. */
export interface SummaryParts {
  readonly input: Value;
  readonly placements: readonly Placement[];
  readonly names: ReadonlyMap<Layer, string>;
  readonly parameters: readonly PlacedParameter[];
}

/** A table of layers, the shapes of their outputs and the counts of their parameters, and the totals below it, in Keras' words. */
export function summaryOf({ input, placements, names, parameters }: SummaryParts): string {
  const nameOf = ({ source }: Value): string =>
    source === undefined ? "input" : names.get(source.layer)!;
  const values = placements.map(({ steps }) => steps.at(-1)!.output);
  const isChain = placements.every(
    ({ inputs }, i) => inputs.length === 1 && inputs[0] === (i === 0 ? input : values[i - 1]),
  );
  const rows = placements.map(({ layer, inputs }, i) => {
    const name = names.get(layer)!;
    const isFirst = placements.findIndex((other) => other.layer === layer) === i;
    const own = isFirst ? parameters.filter((one) => one.layer === name) : [];
    const row = [`${name} (${layer.kind})`, shapeOf(values[i]!.shape), format(count(own))];
    return isChain ? row : [...row, inputs.map(nameOf).join(", ")];
  });
  const head = ["Layer (type)", "Output shape", "Param #", ...(isChain ? [] : ["Connected to"])];
  const first = ["input", shapeOf(input.shape), "0", ...(isChain ? [] : [""])];
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

function shapeOf(shape: Shape): string {
  return `[batch, ${shape.join(", ")}]`;
}

function count(parameters: readonly PlacedParameter[]): number {
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
