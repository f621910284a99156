import { type Frames, normalizeFrames } from "./frames.ts";

/** Steps around the circles of fifths, minor thirds and major thirds that a semitone makes, with each circle's radius. */
const CIRCLES = [
  { turn: 7 / 6, radius: 1 },
  { turn: 3 / 2, radius: 1 },
  { turn: 2 / 3, radius: 0.5 },
] as const;

/**
 * Tonal centroids [frames, 6] of a chromagram [frames, 12]: its position on the circles of fifths, minor and major thirds, x and y each.
 * librosa's `tonnetz(chroma=…)`; Harte, Sandler and Gasser, "Detecting harmonic change in musical audio", AMCMM 2006.
 */
export function tonnetz(chroma: Frames): Frames {
  const { data, count } = normalizeFrames(chroma, 1);
  const out = new Float32Array(count * 6);
  for (let f = 0; f < count; f++) {
    for (const [c, { turn, radius }] of CIRCLES.entries()) {
      let x = 0;
      let y = 0;
      for (let n = 0; n < 12; n++) {
        const weight = radius * data[f * 12 + n]!;
        x += weight * Math.sin(Math.PI * turn * n);
        y += weight * Math.cos(Math.PI * turn * n);
      }
      out[f * 6 + 2 * c] = x;
      out[f * 6 + 2 * c + 1] = y;
    }
  }
  return { data: out, count, width: 6 };
}
