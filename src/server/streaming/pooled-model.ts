import type { FileEmotionModel } from "../../node/load-model.ts";
import type { Jobs } from "../../node/workers/jobs.ts";
import type { Pool } from "../../parallel/pool.ts";
import type { SampleModel } from "../../prediction/streaming/stream-analyser.ts";

/** A model whose features are computed by a pool, so that a stream does not hold up the calling thread. */
export function pooledModel(
  model: FileEmotionModel,
  pool: Pool<Pick<Jobs, "features">>,
  signal: AbortSignal,
): SampleModel {
  const { labels, featureSet } = model;
  return {
    labels,
    featureSet,
    predictClipSamples: async (samples) => {
      const source = { channels: [samples], sampleRate: featureSet.sampleRate };
      const input = { source, name: "stream", set: featureSet, windowing: "whole" } as const;
      const clips = pool.stream("features", input, { signal });
      const { windows, warnings, durationSeconds, ...prediction } = await model.predictClips(
        clips,
        {
          name: "stream",
        },
      );
      return prediction;
    },
  };
}
