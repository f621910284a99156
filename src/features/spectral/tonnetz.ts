import { assertFinite, type Frames, normalizeFrames } from "../../signal/frames.ts";

/** Steps around the circles of fifths, minor thirds and major thirds that a semitone makes, with each circle's radius. */
const CIRCLES = [
  { turn: 7 / 6, radius: 1 },
  { turn: 3 / 2, radius: 1 },
  { turn: 2 / 3, radius: 0.5 },
] as const;

/**
 * Tonal centroids [frames, 6] of a chromagram [frames, nChroma]: its position on the circles of fifths, minor and major thirds, x and y each.
 * librosa's `tonnetz(chroma=chroma)`; Harte, Sandler and Gasser, "Detecting harmonic change in musical audio", AMCMM 2006.
 */
export function tonnetz(chroma: Frames): Frames {
  const { data, count, width } = normalizeFrames(chroma, 1);
  const axes = CIRCLES.flatMap(({ turn, radius }) => {
    const angles = Array.from({ length: width }, (_, n) => (Math.PI * turn * n * 12) / width);
    return [angles.map((a) => radius * Math.sin(a)), angles.map((a) => radius * Math.cos(a))];
  });
  const out = new Float32Array(count * 6);
  for (let f = 0; f < count; f++) {
    for (const [axis, weights] of axes.entries()) {
      let sum = 0;
      for (let n = 0; n < width; n++) sum += weights[n]! * data[f * width + n]!;
      out[f * 6 + axis] = sum;
    }
  }
  return assertFinite("tonnetz", { data: out, count, width: 6 });
}
