import type { AdaptableModel } from "./adaptable-model.ts";
import { PRIOR_CLIPS, type SpeakerStatistics } from "./speaker-adaptation.ts";

/**
 * The parameters of a model for a speaker, behind the same scaler. Its scores are those of the model and of the centred one for rows less the
 * speaker's shift, over its spread, weighted as the population and the speaker's clips are.
 */
export function adaptedParameters(
  { scaler, parameters, labels, adaptation }: AdaptableModel,
  { clips, shift, spread, kernel }: SpeakerStatistics,
): Float32Array {
  const { centred, mean } = adaptation;
  const classes = labels.length;
  const columns = shift.length;
  const weight = clips / (clips + PRIOR_CLIPS);
  const adapted = Float64Array.from(
    parameters,
    (value, i) =>
      (1 - weight) * value + (i < columns * classes ? 0 : weight * centred.parameters[i]!),
  );
  const bias = adapted.subarray(columns * classes);
  for (let c = 0; c < columns; c++) {
    // a row of the model's scaler in the units of the centred one's: slope * scaled + offset
    const slope = scaler.scale[c]! / spread[c]! / centred.scaler.scale[c]!;
    const own = (scaler.mean[c]! - mean[c]! - shift[c]!) / spread[c]!;
    const offset = (own - centred.scaler.mean[c]!) / centred.scaler.scale[c]!;
    const moved = shift[c]! / scaler.scale[c]!;
    for (let k = 0; k < classes; k++) {
      const i = c * classes + k;
      const value = weight * centred.parameters[i]!;
      const tuned = (kernel?.[i] ?? 0) / spread[c]!;
      adapted[i]! += slope * value + tuned;
      bias[k]! += offset * value - moved * tuned;
    }
  }
  return Float32Array.from(adapted);
}
