import * as v from "valibot";
import { choice, group, optional, text, withDefault } from "../../options/schema.ts";
import { STREAM } from "../../prediction/streaming/stream-options.ts";

/** The settings of a session of `/v1/stream`. */
export const SESSION = group({
  ...STREAM.entries,
  sampleRate: withDefault(STREAM.entries.sampleRate, 16_000),
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
