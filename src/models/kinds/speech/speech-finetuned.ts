import { ENCODER_WIDTH } from "../../../features/encoder/encoder-layers.ts";
import { defaultEncoder } from "../../../features/encoder/voice-encoder.ts";
import { encoderBlock } from "../../../encoder/encoder-block.ts";
import { AffektError } from "../../../errors.ts";
import { concatenate } from "../../../network/layers/merging/concatenate.ts";
import { dense } from "../../../network/layers/core/dense.ts";
import { dropout } from "../../../network/layers/regularization/dropout.ts";
import { maxPooling1d } from "../../../network/layers/pooling/pooling1d.ts";
import { normalization } from "../../../network/layers/normalization/normalization.ts";
import { sliceChannels } from "../../../network/layers/reshaping/slice-channels.ts";
import { statisticsPooling } from "../../../network/layers/pooling/statistics-pooling.ts";
import { network } from "../../../network/network.ts";
import { formatShape } from "../../../network/shape.ts";
import { input, type SymbolicTensor } from "../../../network/symbolic-tensor.ts";
import { group, integer, number, withDefault } from "../../../options/schema.ts";
import { trainingSettings } from "../../../training/training-settings.ts";
import { dropoutRate } from "../architecture-settings.ts";
import { KERAS_COMMON, kerasTraining } from "../keras-training.ts";
import { modelKind } from "../model-kind.ts";
import { startFromDiscriminants } from "./start-from-discriminants.ts";

/** The layer that is tuned; those below it are in the features. */
const TUNED = 3;

const SETTINGS = group({
  every: withDefault(
    integer({ min: 1, max: 50, text: "the tuned layer hears one of so many steps of 20 ms" }),
    4,
  ),
  dropout: withDefault(dropoutRate("share of the values dropped within the tuned layer"), 0.1),
  headDropout: withDefault(dropoutRate("share of the pooled values dropped before the head"), 0.5),
  headRate: withDefault(
    number({ above: 0, text: "how many times as fast as the layer the head learns" }),
    0.1,
  ),
  shrinkage: withDefault(
    number({
      min: 0,
      max: 1,
      text: "shrinkage of the discriminant analysis that the head starts from",
    }),
    0.7,
  ),
  ...trainingSettings({
    epochs: 3,
    batchSize: 24,
    learningRate: 1e-4,
    optimizer: { name: "adam" },
    schedule: { name: "cosine" },
  }),
});

/**
 * The voice encoder's third layer, trained further: it starts from the encoder's own weights, on the outputs of the two layers below, which
 * stay as they are. Means and deviations over time of all three layers go to a linear head that starts from shrunk linear discriminant analysis.
 */
export const speechFinetuned = modelKind({
  summary: "the voice encoder's third layer, trained further",
  settings: SETTINGS,
  takes: ["sequences"],
  unscaled: true,
  cost: "high",
  common: KERAS_COMMON,
  fitSettings: kerasTraining,
  weightedLayers: () => 6,
  logits({ every, dropout: rate, headDropout }, start, classes) {
    const normal = normalization()(pooled(start, { every, rate }));
    return dense({ units: classes })(dropout({ rate: headDropout })(normal));
  },
  async start({ every, shrinkage, headRate }, training) {
    const { inputShape } = training.network;
    const below = input(inputShape, { lengths: true });
    return startFromDiscriminants({
      ...training,
      pooling: network(below, pooled(below, { every, rate: 0 })),
      weights: (await defaultEncoder()).blockWeights(TUNED),
      shrinkage,
      headRate,
    });
  },
});

/** Means and deviations of the outputs of layers 1 and 2, and of layer 3 on one of `every` steps: [steps, 768] to [2304]. */
function pooled(
  start: SymbolicTensor,
  { every, rate }: { readonly every: number; readonly rate: number },
): SymbolicTensor {
  const below = TUNED - 1;
  if (start.shape[1] !== below * ENCODER_WIDTH) {
    throw new AffektError(
      "mismatch",
      `speech-finetuned: takes the outputs of the voice encoder's layers 1 and ${below}, ${below * ENCODER_WIDTH} values a frame, got ${formatShape(start.shape)}; take the set speech-lower-frames`,
    );
  }
  const heard = every === 1 ? start : maxPooling1d({ poolSize: 1, strides: every })(start);
  const last = sliceChannels({ start: (below - 1) * ENCODER_WIDTH, channels: ENCODER_WIDTH })(
    heard,
  );
  const top = encoderBlock(last, { rate });
  return concatenate()(statisticsPooling()(start), statisticsPooling()(top));
}
