/** What a cell in quotes is for: quotes, line breaks, any delimiter that `readCsv` knows, blanks at its ends. */
const QUOTED = /["\n\r,;\t|]|^\s|\s$/;

/** A line of a CSV file, with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
