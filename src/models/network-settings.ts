import type { Network } from "../network/network.ts";
import { mlpNetwork, mlpRecipe, type MlpSettings } from "./mlp-settings.ts";
import type { Recipe } from "./recipe.ts";

/** A model's kind and the settings that belong to it. */
export type NetworkSettings = { readonly kind: "mlp"; readonly settings: MlpSettings };

/** The network of a model for rows of `columns` features. Errors: `invalid-argument` for settings out of range. */
export function buildNetwork(
  { kind, settings }: NetworkSettings,
  columns: number,
  classes: number,
): Network {
  switch (kind) {
    case "mlp":
      return mlpNetwork(settings, columns, classes);
  }
}

/** How a model is trained on `rows` rows. */
export function buildRecipe({ kind, settings }: NetworkSettings, rows: number): Recipe {
  switch (kind) {
    case "mlp":
      return mlpRecipe(settings, rows);
  }
}
