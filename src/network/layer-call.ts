import { AffektError } from "../errors.ts";
import { clearPadding } from "./operations/clear-padding.ts";
import type { Operation } from "./operation.ts";
import type { Layer, LayerCall, OperationCall, SymbolicTensor } from "./symbolic-tensor.ts";

/** Calls a layer with tensors and returns its output. */
export function callLayer(layer: Layer, inputs: readonly SymbolicTensor[]): SymbolicTensor {
  const calls: OperationCall[] = [];
  let tensors = inputs;
  try {
    for (const operation of layer.operations) {
      checkCount(operation, tensors.length);
      if (operation.clearsPadding?.(...tensors) === true) {
        tensors = tensors.map((tensor) =>
          tensor.hasLengths ? callOperation(calls, clearPadding, [tensor]) : tensor,
        );
      }
      tensors = [callOperation(calls, operation, tensors)];
    }
  } catch (cause) {
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(cause.code, `${nameAfter(layer, inputs)}: ${cause.message}`, { cause });
  }
  const last = calls.at(-1)!;
  const output = { ...last.output, source: { layer, inputs, operations: calls } };
  calls.splice(-1, 1, { ...last, output });
  return output;
}

function checkCount({ merges = false }: Operation, count: number): void {
  if (merges ? count >= 1 : count === 1) return;
  const wanted = merges ? "at least one tensor" : "one tensor";
  throw new AffektError("invalid-argument", `takes ${wanted}, got ${count === 0 ? "none" : count}`);
}

/** Adds the call of an operation and returns its output. */
function callOperation(
  calls: OperationCall[],
  operation: Operation,
  inputs: readonly SymbolicTensor[],
): SymbolicTensor {
  const { shape, layout } = operation.output(...inputs);
  const ends = operation.lengths?.(...inputs) === "ended";
  const hasLengths =
    !ends &&
    inputs.some(
      (input) => input.hasLengths && (operation.merges !== true || input.shape[0] === shape[0]),
    );
  const output = { shape, layout, hasLengths };
  calls.push({ operation, inputs, output });
  return output;
}

/** The name of a layer that is called with some tensors: the one given, or its kind and a count along the ways to them. */
function nameAfter({ config }: Layer, inputs: readonly SymbolicTensor[]): string {
  const layers = new Set(callsBehind(inputs).map(({ layer }) => layer));
  const same = [...layers].filter((layer) => layer.config.name === config.name);
  return config.options.name ?? `${config.name}_${same.length + 1}`;
}

/** All calls that lead to some tensors, each after those that it needs. */
export function callsBehind(tensors: readonly SymbolicTensor[]): LayerCall[] {
  const found = new Set<LayerCall>();
  const visit = ({ source }: SymbolicTensor): void => {
    if (source === undefined || found.has(source)) return;
    for (const tensor of source.inputs) visit(tensor);
    found.add(source);
  };
  for (const tensor of tensors) visit(tensor);
  return [...found];
}
