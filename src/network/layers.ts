// Every layer by Keras' name: the table that `layerFromConfig` reads, so that nothing but layers and types is exported here.

export {
  activation,
  type ActivationOptions,
  elu,
  type EluOptions,
  leakyRelu,
  type LeakyReluOptions,
} from "./layers/core/activation.ts";
export { dense, type DenseOptions } from "./layers/core/dense.ts";
export { logarithm } from "./layers/core/logarithm.ts";
export { twoClassLogits } from "./layers/core/two-class-logits.ts";
export { conv1d, type Conv1dOptions } from "./layers/convolutional/conv1d.ts";
export { conv2d, type Conv2dOptions } from "./layers/convolutional/conv2d.ts";
export {
  depthwiseConv2d,
  type DepthwiseConv2dOptions,
} from "./layers/convolutional/depthwise-conv2d.ts";
export {
  separableConv1d,
  type SeparableConv1dOptions,
} from "./layers/convolutional/separable-conv1d.ts";
export {
  attentiveStatisticsPooling,
  type AttentiveStatisticsPoolingOptions,
} from "./layers/pooling/attentive-statistics-pooling.ts";
export {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  type GlobalPoolingOptions,
} from "./layers/pooling/global-pooling.ts";
export { softAttentionPooling } from "./layers/pooling/soft-attention-pooling.ts";
export { statisticsPooling } from "./layers/pooling/statistics-pooling.ts";
export {
  averagePooling1d,
  maxPooling1d,
  type Pooling1dOptions,
} from "./layers/pooling/pooling1d.ts";
export {
  averagePooling2d,
  maxPooling2d,
  type Pooling2dOptions,
} from "./layers/pooling/pooling2d.ts";
export {
  batchNormalization,
  type BatchNormalizationOptions,
} from "./layers/normalization/batch-normalization.ts";
export {
  layerNormalization,
  type LayerNormalizationOptions,
} from "./layers/normalization/layer-normalization.ts";
export { normalization } from "./layers/normalization/normalization.ts";
export { normalScoring } from "./layers/normalization/normal-scores.ts";
export { lstm, type LstmOptions } from "./layers/recurrent/lstm.ts";
export { gru, type GruOptions } from "./layers/recurrent/gru.ts";
export { simpleRnn, type SimpleRnnOptions } from "./layers/recurrent/simple-rnn.ts";
export { bidirectional, type BidirectionalOptions } from "./layers/recurrent/bidirectional.ts";
export {
  multiHeadAttention,
  type MultiHeadAttentionOptions,
} from "./layers/attention/multi-head-attention.ts";
export {
  sinePositionEncoding,
  type SinePositionEncodingOptions,
} from "./layers/attention/sine-position-encoding.ts";
export {
  positionEmbedding,
  type PositionEmbeddingOptions,
} from "./layers/attention/position-embedding.ts";
export { concatenate, type ConcatenateOptions } from "./layers/merging/concatenate.ts";
export { add, multiply } from "./layers/merging/merging.ts";
export { flatten } from "./layers/reshaping/flatten.ts";
export { permute, type PermuteOptions } from "./layers/reshaping/permute.ts";
export { reshape, type ReshapeOptions } from "./layers/reshaping/reshape.ts";
export { sliceChannels, type SliceChannelsOptions } from "./layers/reshaping/slice-channels.ts";
export {
  dropout,
  type DropoutOptions,
  spatialDropout1d,
  spatialDropout2d,
} from "./layers/regularization/dropout.ts";
export {
  gaussianNoise,
  type GaussianNoiseOptions,
} from "./layers/regularization/gaussian-noise.ts";
export type { ActivationName } from "./operations/activation-operation.ts";
