import type { Recording } from "../../corpora/recording.ts";
import type { FeatureRow } from "../../datasets/feature-table.ts";
import { AffektError } from "../../errors.ts";

/** A row of a feature table as a recording whose features are known. */
export function tableRecording(row: FeatureRow): Recording {
  const { values, startSeconds, durationSeconds, state, samplesHash, warnings, ...identity } = row;
  const refuse = async (): Promise<never> => {
    throw new AffektError(
      "bad-data",
      `${row.path}: is a row of the feature table ${row.source}, which holds no audio`,
    );
  };
  return {
    ...identity,
    read: refuse,
    content: refuse,
    extracted: {
      clip: { values, startSeconds, durationSeconds, state },
      info: { samplesHash, fingerprint: new Uint32Array(0), durationSeconds, warnings },
    },
  };
}
