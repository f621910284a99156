/** The number of pandas' time units per second. */
const PER_SECOND: Readonly<Record<string, number>> = {
  "timedelta64[s]": 1,
  "timedelta64[ms]": 1e3,
  "timedelta64[us]": 1e6,
  "timedelta64[ns]": 1e9,
};

/** pandas' description of a table, as far as it is used here. */
interface PandasMetadata {
  readonly columns?: readonly { readonly field_name?: unknown; readonly numpy_type?: unknown }[];
}

/**
 * The columns that are lengths of time in pandas, each with its units per second: Parquet itself has whole numbers there.
 * `json` is what pandas writes beside the table.
 */
export function pandasTimes(json: string | undefined): ReadonlyMap<unknown, number> {
  try {
    const { columns = [] } = JSON.parse(json ?? "{}") as PandasMetadata;
    return new Map(
      columns.flatMap(({ field_name: name, numpy_type: type }) => {
        const units = Object.entries(PER_SECOND).find(([one]) => one === type)?.[1];
        return units === undefined ? [] : [[name, units] as const];
      }),
    );
  } catch {
    return new Map();
  }
}
