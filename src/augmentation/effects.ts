// What a clip of mono samples can be changed by, (samples, sampleRate, parameters, random) -> samples; the samples given are left alone.

export { bandLimit } from "./band-limit.ts";
export { gain } from "./gain.ts";
export { noise } from "./noise.ts";
export { pitchShift } from "./pitch-shift.ts";
export { room } from "./room.ts";
export { speed } from "./speed.ts";
export { timeShift } from "./time-shift.ts";
