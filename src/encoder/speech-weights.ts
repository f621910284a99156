export const SPEECH_LAYER = 2;
export const SPEECH_BIAS = 1;
export const SPEECH_WEIGHTS: readonly number[] = [];
