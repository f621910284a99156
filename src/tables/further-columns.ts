import type { FeatureRow } from "../datasets/feature-table.ts";

/**
 * The manifest's further columns that any of the rows has, in order, each with its name in the table. The name is the same, or has `_manifest` behind it
 * where a column in `fixed` has that name.
 */
export function furtherColumns(
  rows: readonly Pick<FeatureRow<unknown>, "columns">[],
  fixed: readonly string[],
): ReadonlyMap<string, string> {
  const names = new Set(rows.flatMap(({ columns = {} }) => Object.keys(columns)));
  const own = new Set(fixed);
  const taken = new Set([...own, ...names]);
  const renamed = new Map<string, string>();
  for (const name of names) {
    let free = name;
    if (own.has(name)) {
      while (taken.has(free)) free += "_manifest";
      taken.add(free);
    }
    renamed.set(name, free);
  }
  return renamed;
}
