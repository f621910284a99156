import { AffektError } from "../errors.ts";
import type { Operation, ParameterSpec } from "./operation.ts";
import { formatShape, sizeOf } from "./shape.ts";
import type { Layer, LayerCall, OperationCall } from "./symbolic-tensor.ts";

/** A parameter array of a network and its place in the flat vector of all parameters. */
export interface Parameter extends ParameterSpec {
  /** Layer and parameter, such as `conv1d_2/kernel`. */
  readonly name: string;
  /** The name of its layer. */
  readonly layer: string;
  /** False for statistics, which follow the data and not a gradient. */
  readonly trainable: boolean;
  readonly offset: number;
  readonly size: number;
}

/** A node of a network's graph: an operation on tensors with its parameters. */
export interface Node extends OperationCall {
  readonly parameters: readonly Parameter[];
}

/**
 * All parameters of a network in the order of the flat vector, the trainable ones first, and the nodes that use them.
 * A layer that is called several times has its parameters once.
 * @throws {AffektError} `invalid-argument` when the inputs of a shared layer need different parameters.
 */
export function placeParameters(
  calls: readonly LayerCall[],
  names: ReadonlyMap<Layer, string>,
): { readonly parameters: readonly Parameter[]; readonly nodes: readonly Node[] } {
  const drafts = new Map<Operation, Draft[]>();
  for (const { layer, operations } of calls) {
    for (const call of operations) {
      const found = draftsOf(call, names.get(layer)!);
      const before = drafts.get(call.operation);
      if (before === undefined) drafts.set(call.operation, found);
      else checkSame(before, found);
    }
  }
  const all = [...drafts.values()].flat();
  const parameters = new Map<Draft, Parameter>();
  let offset = 0;
  for (const draft of [...all.filter(isTrainable), ...all.filter((one) => !isTrainable(one))]) {
    parameters.set(draft, { ...draft, offset });
    offset += draft.size;
  }
  const nodes = calls.flatMap(({ operations }) =>
    operations.map((call) => ({
      ...call,
      parameters: drafts.get(call.operation)!.map((draft) => parameters.get(draft)!),
    })),
  );
  return { parameters: [...parameters.values()], nodes };
}

type Draft = Omit<Parameter, "offset">;

function isTrainable({ trainable }: Draft): boolean {
  return trainable;
}

function draftsOf({ operation, inputs }: OperationCall, layer: string): Draft[] {
  const specs = operation.parameters?.(...inputs) ?? [];
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
      `${layer}: is called twice but cannot share ${name}, which is ${formatShape(shape)} in one call and ${formatShape(other)} in the other`,
    );
  }
}
