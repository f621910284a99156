import { assertArgument } from "../../errors.ts";
import { resample } from "../../audio/resample/resample.ts";
import { concatenate } from "../../math/concatenate.ts";
import { integer, list, number, withDefault } from "../../options/schema.ts";
import type { Frames } from "../../signal/frames.ts";
import { descriptor } from "../descriptor.ts";
import { defaultEncoder } from "./voice-encoder.ts";

/** The rate that the encoder hears, in Hz. */
export const ENCODER_RATE = 16_000;
/** Samples between two steps: 20 ms. */
export const ENCODER_HOP = 320;
/** Layers whose outputs the encoder gives. */
export const ENCODER_LAYERS = 3;
/** Values of a layer's output. */
export const ENCODER_WIDTH = 384;
/** The XXH64 of the encoder's file, `models/encoder.onnx`. */
export const ENCODER_HASH = "232e4c108e354d6a";

/** Frames of one width, one after the other. */
function inARow(views: readonly Frames[]): Frames {
  const [first] = views;
  if (first !== undefined && views.length === 1) return first;
  const data = concatenate(
    views.map((view) => view.data),
    (length) => new Float32Array(length),
  );
  const { width } = first!;
  return { data, count: data.length / width, width };
}

/** The outputs of the voice encoder's layers in feature sets: the first three of Whisper tiny.en (https://arxiv.org/abs/2212.04356). */
export const encoderLayersDescriptor = descriptor({
  prefix: "encoder",
  weights: ENCODER_HASH,
  parameters: {
    layers: withDefault(
      list(integer({ min: 1, max: ENCODER_LAYERS, text: "layer" }), {
        minLength: 1,
        maxLength: ENCODER_LAYERS,
        text: "layers whose outputs are taken",
      }),
      [1, 2, 3],
    ),
    speeds: withDefault(
      list(number({ min: 0.5, max: 2, text: "factor of the speed" }), {
        minLength: 1,
        maxLength: 16,
        text: "speeds at which the encoder hears the clip, each rounded to 1/100; the steps of all follow each other",
      }),
      [1],
    ),
  },
  columns({ layers }, { sampleRate, framing: { hopLength } }) {
    assertArgument(
      sampleRate === ENCODER_RATE && hopLength === ENCODER_HOP,
      `encoderLayers needs the set's sampleRate ${ENCODER_RATE} and a hopLength of ${ENCODER_HOP}, got ${sampleRate} and ${hopLength}`,
    );
    return layers.flatMap((layer) =>
      Array.from({ length: ENCODER_WIDTH }, (_, i) => ({
        suffix: `${layer}_${i}`,
        description: `value ${i} of the encoder's layer ${layer}`,
        unit: "",
      })),
    );
  },
  async prepare(clip, { speeds }) {
    const encoder = await defaultEncoder();
    for (const speed of speeds) {
      if (clip.isEncoded(speed)) continue;
      const rates = { from: Math.round(100 * speed), to: 100 };
      const samples = speed === 1 ? clip.samples : resample(clip.samples, rates);
      clip.setEncoded(speed, await encoder.encode(samples));
    }
  },
  frames(clip, { layers, speeds }) {
    const all = inARow(speeds.map((speed) => clip.encoded(speed)));
    const isWhole = layers.length === ENCODER_LAYERS && layers.every((layer, i) => layer === i + 1);
    if (isWhole) return all;
    const { data, count, width } = all;
    const picked = new Float32Array(count * layers.length * ENCODER_WIDTH);
    for (let step = 0; step < count; step++) {
      for (const [i, layer] of layers.entries()) {
        const from = step * width + (layer - 1) * ENCODER_WIDTH;
        picked.set(
          data.subarray(from, from + ENCODER_WIDTH),
          (step * layers.length + i) * ENCODER_WIDTH,
        );
      }
    }
    return { data: picked, count, width: layers.length * ENCODER_WIDTH };
  },
});
