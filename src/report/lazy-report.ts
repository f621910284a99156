import type { EvaluationResult } from "../evaluation/result.ts";

/** `renderReport`, with what draws its pictures loaded on the first call. Errors: as there. */
export async function renderReport(result: EvaluationResult): Promise<string> {
  return (await import("./report.ts")).renderReport(result);
}
