import { CHANNEL_CHOICES } from "../../audio/mix.ts";
import {
  choice,
  flag,
  group,
  integer,
  number,
  optional,
  text,
  withDefault,
} from "../../options/schema.ts";
import { windowingOf } from "../../features/extraction/cutter.ts";
import { jsonOf } from "../../prediction/prediction-json.ts";
import { type Endpoint, queryOf } from "../endpoint.ts";
import { Refusal, refusalOf } from "../refusal.ts";
import { FORM, PREDICTIONS } from "../documentation/schemas.ts";
import type { Services } from "../services.ts";

/** The query of a prediction. */
const QUERY = group({
  model: optional(text({ text: "name of the model; default: the first one" })),
  top: optional(integer({ min: 1, text: "only the most probable emotions" })),
  window: optional(number({ above: 0, unit: "s", text: "length of windows; default: the whole" })),
  hop: optional(number({ above: 0, unit: "s", text: "from one window to the next" })),
  whole: withDefault(flag({ text: "one row, however long the recording is" }), false),
  channel: withDefault(
    choice(
      CHANNEL_CHOICES.filter((one) => one !== "each"),
      { text: "channel of stereo recordings" },
    ),
    "mix",
  ),
});

/** `POST /v1/predict`: the emotion of a recording, uploaded as a body or in a form. */
export function predictEndpoint({
  models,
  uploads,
  predictions,
  metrics,
  settings,
}: Services): Endpoint {
  return {
    method: "post",
    path: "/v1/predict",
    summary: "Predict the emotion of a recording, in any format that the server can decode",
    query: QUERY,
    body: { "audio/*": undefined, "multipart/form-data": FORM },
    answer: {
      description: "What `affekt predict --json` prints",
      content: { "application/json": PREDICTIONS },
    },
    refusals: [400, 401, 403, 404, 408, 413, 415, 422, 429, 503, 504],
    handle: async (context) => {
      const { model: wanted, top, channel, ...lengths } = queryOf(context, QUERY);
      const { name, file } = models.named(wanted);
      const windowing = windowingOf(lengths);
      using upload = await uploads.read(context.env.incoming);
      const timeout = AbortSignal.timeout(settings.timeoutSeconds * 1000);
      const signal = AbortSignal.any([context.req.raw.signal, timeout]);
      try {
        const { windows, warnings, durationSeconds } = await predictions.predict({
          model: file,
          bytes: upload.bytes,
          name: upload.name,
          windowing,
          channel,
          signal,
        });
        metrics.prediction(name, "ok", durationSeconds);
        const rows = windows.map((window) => ({ file: upload.name, ...window }));
        return context.json({ predictions: jsonOf(rows, top), failed: [], warnings });
      } catch (cause) {
        const error = timeout.aborted ? new Refusal(504, "timeout", "no answer in time") : cause;
        metrics.prediction(name, refusalOf(error).code);
        throw error;
      }
    },
  };
}
