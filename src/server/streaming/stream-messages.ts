import * as v from "valibot";
import {
  choice,
  group,
  integer,
  number,
  optional,
  text,
  withDefault,
} from "../../options/schema.ts";
import { STREAM } from "../../prediction/streaming/stream-options.ts";

/** The settings of a session of `/v1/stream`: those of a stream, bounded in what a session may cost. */
export const SESSION = group({
  ...STREAM.entries,
  sampleRate: withDefault(
    integer({ min: 1000, max: 192_000, text: "rate of the samples", unit: "Hz" }),
    16_000,
  ),
  windowSeconds: withDefault(
    number({ min: 0.1, max: 60, or: ["none"], text: "length of a window", unit: "s" }),
    3,
  ),
  hopSeconds: withDefault(
    number({ min: 0.1, max: 60, text: "distance between two windows", unit: "s" }),
    1,
  ),
  encoding: withDefault(
    choice(["pcm16", "float32"], { text: "samples of the audio frames, little-endian and mono" }),
    "pcm16",
  ),
  model: optional(text({ text: "name of the model; default: the first one" })),
});

/** The settings of a session, complete. */
export type SessionSettings = v.InferOutput<typeof SESSION>;

/** The text messages of a client; audio frames are binary. */
export const CLIENT_MESSAGE = v.variant("type", [
  v.looseObject({ type: v.literal("session.update") }),
  v.strictObject({ type: v.literal("session.end") }),
]);
