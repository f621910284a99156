// Every layer by Keras' name for it.

export { activation, elu, leakyRelu } from "./layers/core/activation.ts";
export type { ActivationName, EluOptions, LeakyReluOptions } from "./layers/core/activation.ts";
export {
  attentiveStatisticsPooling,
  type AttentiveStatisticsPoolingOptions,
} from "./layers/pooling/attentive-statistics-pooling.ts";
export {
  batchNormalization,
  type BatchNormalizationOptions,
} from "./layers/normalization/batch-normalization.ts";
export { concatenate, type ConcatenateOptions } from "./layers/merging/concatenate.ts";
export { conv1d, type Conv1dOptions } from "./layers/convolutional/conv1d.ts";
export { conv2d, type Conv2dOptions } from "./layers/convolutional/conv2d.ts";
export { dense, type DenseOptions } from "./layers/core/dense.ts";
export {
  depthwiseConv2d,
  type DepthwiseConv2dOptions,
} from "./layers/convolutional/depthwise-conv2d.ts";
export { dropout, spatialDropout1d, spatialDropout2d } from "./layers/regularization/dropout.ts";
export { flatten } from "./layers/reshaping/flatten.ts";
export { gaussianNoise } from "./layers/regularization/gaussian-noise.ts";
export {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  type GlobalPoolingOptions,
} from "./layers/pooling/global-pooling.ts";
export { layerNormalization } from "./layers/normalization/layer-normalization.ts";
export { add, multiply } from "./layers/merging/merging.ts";
export { permute } from "./layers/reshaping/permute.ts";
export type { PoolingOptions } from "./layers/pooling/pooling.ts";
export { averagePooling1d, maxPooling1d } from "./layers/pooling/pooling1d.ts";
export { averagePooling2d, maxPooling2d } from "./layers/pooling/pooling2d.ts";
export { reshape } from "./layers/reshaping/reshape.ts";
export type { NormalizationOptions } from "./operations/scale-and-shift.ts";
export {
  separableConv1d,
  type SeparableConv1dOptions,
} from "./layers/convolutional/separable-conv1d.ts";
