import type { Endpoint } from "../endpoint.ts";
import { MODELS } from "../documentation/schemas.ts";
import type { Services } from "../services.ts";

/** `GET /v1/models`: the models that answer. */
export function modelsEndpoint({ models }: Services): Endpoint {
  return {
    method: "get",
    path: "/v1/models",
    summary: "List the models; the first one answers where none is named",
    answer: { description: "The models", content: { "application/json": MODELS } },
    refusals: [401, 403, 429],
    handle: (context) =>
      context.json({
        models: models.all.map(({ name, model: { labels, featureSet, info } }) => ({
          name,
          labels,
          features: featureSet.name,
          sampleRate: featureSet.sampleRate,
          created: info.created,
        })),
      }),
  };
}
