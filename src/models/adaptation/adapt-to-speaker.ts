import type { AdaptableModel } from "./adaptable-model.ts";
import { PRIOR_CLIPS, type ScaledLinear, type SpeakerStatistics } from "./speaker-adaptation.ts";

/**
 * A model for a speaker. Its scaler takes the speaker's shift and spread away. Its scores are those of the model and of the centred one,
 * weighted as the population and the speaker's clips are.
 */
export function adaptedModel(
  { scaler, parameters, labels, adaptation }: AdaptableModel,
  { clips, shift, spread, kernel }: SpeakerStatistics,
): ScaledLinear {
  const { centred, mean } = adaptation;
  const classes = labels.length;
  const columns = shift.length;
  const weight = clips / (clips + PRIOR_CLIPS);
  const adapted = new Float64Array(parameters.length);
  const bias = adapted.subarray(columns * classes);
  for (let k = 0; k < classes; k++) {
    const i = columns * classes + k;
    bias[k] = (1 - weight) * parameters[i]! + weight * centred.parameters[i]!;
  }
  for (let c = 0; c < columns; c++) {
    // a value behind the speaker's scaler in the units of both models: slope * value + offset
    const moved = shift[c]! / scaler.scale[c]!;
    const slope = scaler.scale[c]! / centred.scaler.scale[c]!;
    const own = (scaler.mean[c]! - mean[c]!) / spread[c]!;
    const offset = (own - centred.scaler.mean[c]!) / centred.scaler.scale[c]!;
    for (let k = 0; k < classes; k++) {
      const i = c * classes + k;
      const plain = (1 - weight) * parameters[i]!;
      const value = weight * centred.parameters[i]!;
      adapted[i] = spread[c]! * plain + slope * value + (kernel?.[i] ?? 0);
      bias[k]! += moved * plain + offset * value;
    }
  }
  return {
    scaler: {
      mean: scaler.mean.map((value, c) => value + shift[c]!),
      scale: scaler.scale.map((value, c) => value * spread[c]!),
    },
    parameters: Float32Array.from(adapted),
  };
}
