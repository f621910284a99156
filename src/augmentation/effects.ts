// The effects of augmentation: (samples, { sampleRate, random, …parameters }) -> samples. The mono samples given are not changed.

export { bandLimit } from "./band-limit.ts";
export { gain } from "./gain.ts";
export { noise } from "./noise.ts";
export { pitchShift } from "./pitch-shift.ts";
export { room } from "./room.ts";
export { speed } from "./speed.ts";
export { timeShift } from "./time-shift.ts";
