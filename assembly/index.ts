export { autocorrelate } from "./autocorrelation";
export { bandPower } from "./bands";
export { extremesWorkBytes, meanOfExtremes } from "./extremes";
export { complexFft64 } from "./fft";
export { filterBlocks, interpolate } from "./filter";
export { flacFrames } from "./flac";
export { gru } from "./gru";
export { hashEnd, hashStart, hashStripes } from "./hash";
export { largest32, largest64, scaledLogarithms32, scaledLogarithms64 } from "./logarithm";
export { softMask } from "./mask";
export { multiply32, multiply64 } from "./matrix";
export { melFrames } from "./mel-frames";
export { medianOverColumns, medianOverRows, medianWorkBytes } from "./median";
export { normalizeOverlaps, overlapAdd } from "./overlap-add";
export { pcm16ToFloat } from "./pcm16";
export { spectralPeaks } from "./peaks";
export { projectFrames } from "./projection";
export { chunkBytes, magnitude, stft } from "./stft";
export { viterbiSteps, viterbiWorkBytes } from "./viterbi";

/** Where memory is free from. */
export const heapBase: usize = __heap_base;
