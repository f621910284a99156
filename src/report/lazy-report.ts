import type { EvaluationResult } from "../evaluation/result.ts";
import type { ReportOptions } from "./report.ts";

/** The HTML report of an evaluation. The code that draws its charts is loaded on the first call. @throws as there. */
export async function renderReport(
  result: EvaluationResult,
  options: ReportOptions = {},
): Promise<string> {
  return (await import("./report.ts")).renderReport(result, options);
}
