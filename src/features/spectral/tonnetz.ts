import { flag, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, normalizeFrames } from "../../signal/frames.ts";
import { descriptor } from "../descriptor.ts";
import { chromaCqt } from "./chroma-cqt.ts";

/** The angle that a semitone makes on the circles of fifths, minor thirds and major thirds, in half turns, and each circle's radius. */
const CIRCLES = [
  { turn: 7 / 6, radius: 1 },
  { turn: 3 / 2, radius: 1 },
  { turn: 2 / 3, radius: 0.5 },
] as const;

/**
 * Tonal centroids [frames, 6] of a chromagram [frames, nChroma]: x and y on each of the circles of fifths, minor and major thirds.
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

/** `tonnetz` of `chromaCqt` in feature sets. */
export const tonnetzDescriptor = descriptor({
  prefix: "tonnetz",
  parameters: { harmonic: withDefault(flag({ text: "take the harmonic part of the clip" }), true) },
  columns: () =>
    ["fifth", "minor", "major"].flatMap((circle) =>
      ["x", "y"].map((axis) => ({
        suffix: `${circle}_${axis}`,
        description: `${axis} of the tonal centroid on the circle of ${circle === "fifth" ? "fifths" : `${circle} thirds`}`,
        unit: "",
      })),
    ),
  frames: (clip, { harmonic }) => {
    const { sampleRate, framing } = clip;
    const samples = harmonic ? clip.harmonic : clip.samples;
    return tonnetz(chromaCqt(samples, { sampleRate, hopLength: framing.hopLength }));
  },
  takesHarmonic: ({ harmonic }) => harmonic,
});
