import { assertArgument } from "../../errors.ts";
import { isModel } from "../../node/shipped-models.ts";

/**
 * The model and the sources among a command's inputs. The first is the model if it is one.
 * @throws {AffektError} `invalid-argument` where there is nothing but a model.
 */
export async function splitInputs(
  inputs: readonly string[],
): Promise<{ readonly model?: string; readonly names: readonly string[] }> {
  const [first = "", ...rest] = inputs;
  if (!(await isModel(first))) return { names: inputs };
  assertArgument(rest.length > 0, `${first} is a model; give recordings after it`);
  return { model: first, names: rest };
}
