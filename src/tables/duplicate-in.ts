/** The first name that stands twice. Several columns may have none. */
export function duplicateIn(columns: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return columns.find((name) => name !== "" && seen.size === seen.add(name).size);
}
