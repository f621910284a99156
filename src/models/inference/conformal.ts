import type { Matrix } from "../../math/linear-algebra/matrix.ts";

/** From which probability on an emotion belongs to a prediction set, for sets that hold the true one at a coverage. */
export interface SetThreshold {
  /** The share of a new speaker's clips, 0…1, whose set holds the true emotion. */
  readonly coverage: number;
  /** 0…1; 0 where there were too few speakers to promise the coverage by less than all emotions. */
  readonly threshold: number;
}

/** The coverages for which thresholds are kept. */
const COVERAGES = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/**
 * Thresholds of conformal prediction sets from the calibrated probabilities [rows, classes] of held-out rows, the index of each row's true class
 * and its speaker. Speakers are exchangeable, clips of one speaker are not: each speaker weighs the same, and a new one as much as any. Lee,
 * Barber and Willett, Distribution-free inference with hierarchical data, https://arxiv.org/abs/2306.06342 (the score is the probability
 * of the true class: Sadinle et al. 2019, https://doi.org/10.1080/01621459.2017.1395341).
 */
export function conformalThresholds(
  { data, columns }: Matrix,
  truth: readonly number[],
  speakers: readonly string[],
): SetThreshold[] {
  const counts = new Map<string, number>();
  for (const speaker of speakers) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const scores = truth
    .map((own, row) => ({
      probability: data[row * columns + own]!,
      weight: 1 / counts.get(speakers[row]!)!,
    }))
    .sort((a, b) => b.probability - a.probability);
  const all = counts.size + 1;
  return COVERAGES.map((coverage) => {
    let reached = 0;
    for (const { probability, weight } of scores) {
      reached += weight;
      // what the sum of shares loses to rounding
      if (reached + 1e-9 >= coverage * all) return { coverage, threshold: probability };
    }
    return { coverage, threshold: 0 };
  });
}
