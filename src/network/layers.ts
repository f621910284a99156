// Every layer by Keras' name for it.

export { activation, elu, leakyRelu } from "./layers/activation.ts";
export type { ActivationName, EluOptions, LeakyReluOptions } from "./layers/activation.ts";
export {
  attentiveStatisticsPooling,
  type AttentiveStatisticsPoolingOptions,
} from "./layers/attentive-statistics-pooling.ts";
export {
  batchNormalization,
  type BatchNormalizationOptions,
} from "./layers/batch-normalization.ts";
export { concatenate, type ConcatenateOptions } from "./layers/concatenate.ts";
export { conv1d, type Conv1dOptions } from "./layers/conv1d.ts";
export { conv2d, type Conv2dOptions } from "./layers/conv2d.ts";
export { dense, type DenseOptions } from "./layers/dense.ts";
export { depthwiseConv2d, type DepthwiseConv2dOptions } from "./layers/depthwise-conv2d.ts";
export { dropout, spatialDropout1d, spatialDropout2d } from "./layers/dropout.ts";
export { flatten } from "./layers/flatten.ts";
export { gaussianNoise } from "./layers/gaussian-noise.ts";
export {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  type GlobalPoolingOptions,
} from "./layers/global-pooling.ts";
export { layerNormalization } from "./layers/layer-normalization.ts";
export { add, multiply } from "./layers/merging.ts";
export { permute } from "./layers/permute.ts";
export type { PoolingOptions } from "./layers/pooling.ts";
export { averagePooling1d, maxPooling1d } from "./layers/pooling1d.ts";
export { averagePooling2d, maxPooling2d } from "./layers/pooling2d.ts";
export { reshape } from "./layers/reshape.ts";
export type { NormalizationOptions } from "./layers/scale-and-shift.ts";
export { separableConv1d, type SeparableConv1dOptions } from "./layers/separable-conv1d.ts";
