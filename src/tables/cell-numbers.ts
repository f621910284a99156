/** Hexadecimal, octal and binary numbers, which `Number` takes. */
const PREFIXED = /^0[xob]/i;

/** The number in a cell of text, NaN if there is none. With `decimalComma` also `1,5` is one. */
export function numberOf(cell: string, decimalComma = false): number {
  const text = decimalComma && cell.includes(",") ? cell.replace(",", ".") : cell;
  if (text === "" || PREFIXED.test(text)) return NaN;
  return Number(text);
}

/** Whether a value is a finite number in float32. */
export function fitsFloat32(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** Why a cell is not a feature, in words that follow its place. `cell` is what the file has. */
export function featureFault(cell: unknown): string {
  if (cell === "" || cell === null || cell === undefined) return "is empty";
  if (typeof cell === "number" || typeof cell === "bigint") {
    return Number.isFinite(Number(cell)) ? `${cell} is out of float32's range` : `is ${cell}`;
  }
  if (typeof cell !== "string") return "is not a number";
  const shown = JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
  if (/\d/.test(cell) && !Number.isNaN(numberOf(cell))) {
    return `${shown} is out of float32's range`;
  }
  const hasComma = cell.includes(",") && Number.isFinite(numberOf(cell, true));
  const hint = " (a decimal comma is read where ; or tabs separate the cells)";
  return `${shown} is not a number${hasComma ? hint : ""}`;
}
