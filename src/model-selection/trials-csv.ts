import { csvLine } from "../tables/csv/csv-writing.ts";
import type { TrialRecord } from "./search-result.ts";

/** Trials as CSV: one row each, a column for each parameter, values that are no numbers or texts as JSON. */
export function trialsCsv(trials: readonly TrialRecord[]): string {
  const params = [...new Set(trials.flatMap((trial) => Object.keys(trial.params)))];
  const values = [...new Set(trials.flatMap((trial) => Object.keys(trial.values ?? {})))];
  const columns = ["id", "fold", "number", "state", "score", "seed", "started", "ended", "seconds"];
  const header = [...columns, ...params.map((name) => `params.${name}`), ...values, "error"];
  const rows = trials.map((trial) => {
    const record: Readonly<Record<string, unknown>> = { ...trial };
    return [
      ...columns.map((name) => record[name]),
      ...params.map((name) => trial.params[name]),
      ...values.map((name) => trial.values?.[name]),
      trial.error?.message,
    ];
  });
  return [header, ...rows].map((row) => csvLine(row.map(cell))).join("");
}

function cell(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
