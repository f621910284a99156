import { melGraph, POOLED_STATISTICS, poolingGraph } from "../../encoder/waveform-graphs.ts";
import { ENCODER_RATE } from "../../features/encoder/encoder-layers.ts";
import { AffektError } from "../../errors.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { chainOnnx } from "../../network/onnx/chain-onnx.ts";
import { encodeModel } from "./encode-model.ts";
import type { TrainedModel } from "./trained-model.ts";

/** The key of the description among the ONNX file's metadata. */
const METADATA_KEY = "affekt-waveform";

/**
 * The ONNX file of a model on the voice encoder's vectors that takes the recording itself: `samples` [1, samples], mono at 16 kHz, 0.1 to
 * 15 s, to `probabilities` [1, classes]. Spectrogram, encoder, scaler, network and temperature are inside. encoder: the bytes of its file.
 * @throws {AffektError} `unsupported` for a model on other features.
 */
export function waveformModel(
  model: TrainedModel,
  { encoder, name }: { readonly encoder: Uint8Array; readonly name: string },
): Uint8Array<ArrayBuffer> {
  const { labels, features, calibration, affektVersion, created } = model;
  return chainOnnx(
    [
      { name: "mel", bytes: melGraph() },
      { name: "encoder", bytes: encoder },
      { name: "pooling", bytes: poolingGraph(pooledUse(features.set, name)) },
      { name: "model", bytes: encodeModel({ ...model, adaptation: undefined }) },
    ],
    {
      [METADATA_KEY]: JSON.stringify({
        labels,
        sampleRate: ENCODER_RATE,
        ...(calibration && { threshold: calibration.threshold }),
        affektVersion,
        created,
      }),
    },
  );
}

/** The only descriptor of a set, which is the encoder with means and deviations. */
function pooledUse(set: FeatureSet | undefined, name: string) {
  const [use, ...others] = set?.descriptors ?? [];
  if (
    use?.name === "encoderLayers" &&
    others.length === 0 &&
    use.deltas === 0 &&
    use.statistics.length > 0 &&
    use.statistics.every((one) => POOLED_STATISTICS.some((known) => known === one))
  ) {
    return use;
  }
  throw new AffektError(
    "unsupported",
    `${name}: takes the features ${set?.name ?? "of plain columns"}; only models on mean and std of the voice encoder, such as those of --model speech, can take samples`,
  );
}
