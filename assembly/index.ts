export { bandPower } from "./bands";
export { meanOfExtremes } from "./extremes";
export { complexFft64 } from "./fft";
export { filterBlocks, interpolate } from "./filter";
export { multiplyTransposed } from "./matrix";
export { medianOverColumns, medianOverRows, scaleComplex, softMask } from "./median";
export { projectFrames } from "./projection";
export { magnitude, overlapAdd, stft } from "./stft";
