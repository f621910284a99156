import type { EvaluationResult } from "../evaluation/result.ts";
import type { ReportOptions } from "./report.ts";

/** `renderReport`, with what draws its pictures loaded on the first call. @throws as there. */
export async function renderReport(
  result: EvaluationResult,
  options: ReportOptions = {},
): Promise<string> {
  return (await import("./report.ts")).renderReport(result, options);
}
