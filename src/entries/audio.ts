/**
 * Samples, decoders that stream, resampling.
 *
 * @module affekt/audio
 */

export type { AudioData } from "../audio/audio-data.ts";
export { mixToMono } from "../audio/mix.ts";
export { type AudioStream, streamOf, collectAudio } from "../audio/audio-stream.ts";
export { type DecodeOptions, openAudioStream } from "../audio/decode.ts";
export { assessClip, type ClipState, peakLevel } from "../audio/level.ts";
export { decodePcm, openPcmStream, PCM_ENCODINGS, type PcmOptions } from "../audio/pcm/raw-pcm.ts";
export { resample, Resampler } from "../audio/resample/resample.ts";
export { encodeWav, type WavOptions } from "../audio/pcm/wav-write.ts";
