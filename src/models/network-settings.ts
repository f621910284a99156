import { cnnNetwork, cnnRecipe, type CnnSettings } from "./cnn-settings.ts";
import type { Network } from "../network/network.ts";
import type { Shape } from "../network/shape.ts";
import { mlpNetwork, mlpRecipe, type MlpSettings } from "./mlp-settings.ts";
import type { Recipe } from "./recipe.ts";

/** A model's kind and the settings that belong to it. */
export type NetworkSettings =
  | { readonly kind: "mlp"; readonly settings: MlpSettings }
  | { readonly kind: "cnn"; readonly settings: CnnSettings };

/** The network of a model for rows of a shape, [columns] or [frames, width]. Errors: `invalid-argument` for settings out of range. */
export function buildNetwork(model: NetworkSettings, input: Shape, classes: number): Network {
  switch (model.kind) {
    case "mlp":
      return mlpNetwork(model.settings, input, classes);
    case "cnn":
      return cnnNetwork(model.settings, input, classes);
  }
}

/** How a model is trained on `rows` rows. */
export function buildRecipe(model: NetworkSettings, rows: number): Recipe {
  switch (model.kind) {
    case "mlp":
      return mlpRecipe(model.settings, rows);
    case "cnn":
      return cnnRecipe(model.settings, rows);
  }
}

/** A model's settings as they are printed; what belongs together, such as a loss with its options, in one line of text. */
export function printedSettings({
  settings,
}: NetworkSettings): Record<string, string | number | boolean | readonly number[]> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === "object" && !Array.isArray(value) ? inOneLine(value) : value,
    ]),
  );
}

function inOneLine(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([option, value]) => (option === "name" ? String(value) : `${option} ${String(value)}`))
    .join(", ");
}
