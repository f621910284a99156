import { AffektError } from "../errors.ts";
import type { Layer, Placement, Step } from "./layer.ts";
import type { ParameterSpec } from "./operation.ts";
import { formatShape, sizeOf } from "./shape.ts";

/** A parameter and its place in the flat vector of all parameters. */
export interface PlacedParameter extends ParameterSpec {
  /** Layer and parameter, such as `conv1d_2/kernel`. */
  readonly name: string;
  /** The name of its layer. */
  readonly layer: string;
  /** False for statistics, which follow the data and not a gradient. */
  readonly trainable: boolean;
  readonly offset: number;
  readonly size: number;
}

/** A step together with its parameters. */
export interface PlacedStep extends Step {
  readonly parameters: readonly PlacedParameter[];
}

/**
 * All parameters of the layers of a network in the order of the flat vector, the trainable ones first, and the steps that use them.
 * A layer in several places has its parameters once. Errors: `invalid-argument` where its inputs there need other ones.
 */
export function placeParameters(
  placements: readonly Placement[],
  names: ReadonlyMap<Layer, string>,
): { readonly parameters: readonly PlacedParameter[]; readonly steps: readonly PlacedStep[] } {
  const specs = new Map<Layer, ParameterSpec[][]>();
  for (const { layer, steps } of placements) {
    const found = steps.map(specsOf);
    const before = specs.get(layer);
    if (before === undefined) specs.set(layer, found);
    else checkSame(names.get(layer)!, before.flat(), found.flat());
  }
  const placed = new Map<ParameterSpec, PlacedParameter>();
  let offset = 0;
  for (const trainable of [true, false]) {
    for (const [layer, operations] of specs) {
      for (const spec of operations.flat()) {
        if ((spec.kind !== "statistic") !== trainable) continue;
        const size = sizeOf(spec.shape);
        const owner = names.get(layer)!;
        const name = `${owner}/${spec.name}`;
        placed.set(spec, { ...spec, name, layer: owner, trainable, offset, size });
        offset += size;
      }
    }
  }
  const steps = placements.flatMap(({ layer, steps }) =>
    steps.map((step, i) => ({
      ...step,
      parameters: specs.get(layer)![i]!.map((spec) => placed.get(spec)!),
    })),
  );
  return { parameters: [...placed.values()], steps };
}

function specsOf({ operation, inputs }: Step): ParameterSpec[] {
  return [...(operation.parameters?.(...inputs.map(({ shape }) => shape)) ?? [])];
}

function checkSame(
  layer: string,
  before: readonly ParameterSpec[],
  now: readonly ParameterSpec[],
): void {
  for (const [i, { name, shape }] of before.entries()) {
    const other = now[i]!.shape;
    if (shape.join() === other.join()) continue;
    throw new AffektError(
      "invalid-argument",
      `${layer}: is in two places but cannot share its ${name}, which is ${formatShape(shape)} in one and ${formatShape(other)} in the other`,
    );
  }
}
