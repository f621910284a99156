import type { Timeline } from "../timeline.ts";

/** A timeline as JSON. Its segments can be read again as segments from outside. */
export function formatJson({ levels: _, ...timeline }: Timeline): string {
  const segments = timeline.segments.map((segment) => ({
    ...segment,
    startSeconds: rounded(segment.startSeconds),
    endSeconds: rounded(segment.endSeconds),
    confidence: Number(segment.confidence.toPrecision(6)),
    probabilities: segment.probabilities.map(({ emotion, probability }) => ({
      emotion,
      probability: Number(probability.toPrecision(6)),
    })),
  }));
  return `${JSON.stringify({ ...timeline, segments })}\n`;
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(4));
}
