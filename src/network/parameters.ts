import { AffektError } from "../errors.ts";
import type { Layer, Placement, Step } from "./layer.ts";
import type { Operation, ParameterSpec } from "./operation.ts";
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
  const drafts = new Map<Operation, Draft[]>();
  for (const { layer, steps } of placements) {
    for (const step of steps) {
      const found = draftsOf(step, names.get(layer)!);
      const before = drafts.get(step.operation);
      if (before === undefined) drafts.set(step.operation, found);
      else checkSame(before, found);
    }
  }
  const all = [...drafts.values()].flat();
  const parameters = new Map<Draft, PlacedParameter>();
  let offset = 0;
  for (const draft of [...all.filter(isTrainable), ...all.filter((one) => !isTrainable(one))]) {
    parameters.set(draft, { ...draft, offset });
    offset += draft.size;
  }
  const steps = placements.flatMap((placement) =>
    placement.steps.map((step) => ({
      ...step,
      parameters: drafts.get(step.operation)!.map((draft) => parameters.get(draft)!),
    })),
  );
  return { parameters: [...parameters.values()], steps };
}

type Draft = Omit<PlacedParameter, "offset">;

function isTrainable({ trainable }: Draft): boolean {
  return trainable;
}

function draftsOf({ operation, inputs }: Step, layer: string): Draft[] {
  const specs = operation.parameters?.(...inputs.map(({ shape }) => shape)) ?? [];
  return specs.map((spec) => ({
    ...spec,
    name: `${layer}/${spec.name}`,
    layer,
    trainable: spec.kind !== "statistic",
    size: sizeOf(spec.shape),
  }));
}

function checkSame(before: readonly Draft[], now: readonly Draft[]): void {
  for (const [i, { layer, name, shape }] of before.entries()) {
    const other = now[i]!.shape;
    if (shape.join() === other.join()) continue;
    throw new AffektError(
      "invalid-argument",
      `${layer}: is in two places but cannot share ${name}, which is ${formatShape(shape)} in one and ${formatShape(other)} in the other`,
    );
  }
}
