import type { LabelledClip, LabelledClips } from "../datasets/labelled-clips.ts";
import { featureSet } from "../features/sets/sets.ts";
import { matrixFromRows } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import { labelledClip } from "./evaluation.fixture.ts";

export const EMOTIONS = ["neutral", "happy", "sad", "angry"];

/** Made-up clips: what `madeUp` draws. */
export interface MadeUp {
  readonly speakers?: number;
  /** Of each speaker and emotion. */
  readonly takes?: number;
  readonly labelOf?: (emotion: string, random: Random) => string;
  readonly corpus?: string;
  readonly emotions?: readonly string[];
  readonly seed?: number;
}

/**
 * Clips of speakers whose first features tell the emotion, whose next ones tell the speaker, and whose last one is noise: so a model can
 * learn both.
 */
export function madeUp({
  speakers = 12,
  takes = 5,
  labelOf = (emotion) => emotion,
  corpus,
  emotions = EMOTIONS,
  seed = 1,
}: MadeUp = {}): LabelledClips {
  const random = new Random(seed);
  const rows: number[][] = [];
  const clips: LabelledClip[] = [];
  for (let s = 0; s < speakers; s++) {
    const voice = [random.normal(), random.normal(), random.normal()];
    for (const emotion of emotions) {
      for (let take = 0; take < takes; take++) {
        const told = EMOTIONS.map((one) => (one === emotion ? 2 : 0) + random.normal());
        rows.push([...told, ...voice, random.normal()]);
        const id = `${corpus ?? ""}${s}`;
        clips.push(
          labelledClip(id, labelOf(emotion, random), `${id} ${emotion} ${take}`, {
            ...(corpus !== undefined && { corpus, source: corpus }),
          }),
        );
      }
    }
  }
  return {
    set: featureSet({
      name: "made up",
      statistics: ["mean"],
      descriptors: [
        { name: "mfcc", nMfcc: 4 },
        { name: "rms" },
        { name: "zeroCrossingRate" },
        { name: "spectralCentroid" },
        { name: "spectralFlatness" },
      ],
    }),
    X: matrixFromRows(rows),
    clipSeconds: 3,
    y: clips.map(({ emotion }) => emotion),
    clips,
    labels: [...emotions],
    leftOut: [],
    warnings: [],
    featureSeconds: 0,
  };
}
