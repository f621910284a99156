import type { CellFaults } from "./cell-faults.ts";
import { isMetadata } from "./column-plan.ts";
import { secondsOf } from "./seconds.ts";
import type { MetadataColumn } from "./table-data.ts";

/** The states of a clip. */
export const STATES = ["ok", "silent", "too-short"] as const;

/**
 * The metadata columns of a file with Affekt's names in lower case, and `start` and `end` as seconds. What is wrong in `start`, `end` and `state` goes to `faults`.
 */
export function checkMetadata(
  columns: readonly MetadataColumn[],
  faults: CellFaults,
): MetadataColumn[] {
  const names = new Set(columns.map(({ name }) => name));
  const known = columns.map(({ name, values }): MetadataColumn => {
    const own = isMetadata(name) ? name.toLowerCase() : name;
    if (names.has(own)) return { name, values };
    names.add(own);
    return { name: own, values };
  });
  const times = known.map((column) =>
    column.name === "start" || column.name === "end" ? timesOf(column, faults) : column,
  );
  const byName = new Map(times.map(({ name, values }) => [name, values]));
  checkOrder(byName.get("start"), byName.get("end"), faults);
  for (const [row, state] of (byName.get("state") ?? []).entries()) {
    if (state !== "" && !STATES.some((one) => one === state)) {
      faults.add(row, "state", `must be ${STATES.join(", ")}, got ${JSON.stringify(state)}`);
    }
  }
  return times;
}

function timesOf({ name, values }: MetadataColumn, faults: CellFaults): MetadataColumn {
  const times = Float64Array.from(values as ArrayLike<string | number>, (value) =>
    typeof value === "number" ? value : secondsOf(value),
  );
  for (const [row, seconds] of times.entries()) {
    const cell = values[row]!;
    const isUnknown = cell === "" || Number.isNaN(cell);
    if (!isUnknown && !(seconds >= 0 && seconds < Infinity)) {
      faults.add(row, name, `${JSON.stringify(cell)} is not a time in seconds`);
    } else if (isUnknown) times[row] = NaN;
  }
  return { name, values: times };
}

function checkOrder(
  starts: MetadataColumn["values"] | undefined,
  ends: MetadataColumn["values"] | undefined,
  faults: CellFaults,
): void {
  for (const [row, end] of (ends ?? []).entries()) {
    const start = starts?.[row];
    if (start !== undefined && end < start) {
      faults.add(row, "end", `${end} is before the start, ${start}`);
    }
  }
}
