/** The layout of a CSV file, as far as it is known. */
export interface RowLayout {
  readonly delimiter: string;
  /** `\n`, also where lines end in CRLF, or `\r`. */
  readonly lineBreak: string;
  /** The number of columns, once the header is read. */
  readonly width?: number | undefined;
  /** Whether the text ends where the file ends. */
  readonly isLast: boolean;
  /** Throws an error that names the line, counted from the row's first one. */
  readonly fail: (line: number, reason: string) => never;
}

/** A row in a text. */
export interface ScannedRow {
  readonly cells: readonly string[];
  /** The offset of the next row. */
  readonly end: number;
  /** The number of lines of the row. */
  readonly lines: number;
}

/** A cell of more lines comes from a quote that was not meant as one. */
const MOST_LINES = 100;

/** The row that begins at `start`; `undefined` where the text ends before the row does. */
export function scanRow(text: string, start: number, layout: RowLayout): ScannedRow | undefined {
  const { delimiter, lineBreak, isLast } = layout;
  const found = text.indexOf(lineBreak, start);
  if (found < 0 && !isLast) return undefined;
  const end = found < 0 ? text.length : found;
  const line = text.slice(start, end);
  if (line.includes('"')) return scanQuotedRow(text, start, layout);
  return { cells: line.split(delimiter).map((cell) => cell.trim()), end: end + 1, lines: 1 };
}

function scanQuotedRow(text: string, start: number, layout: RowLayout): ScannedRow | undefined {
  const { delimiter, lineBreak, isLast, fail } = layout;
  const cells: string[] = [];
  let lines = 0;
  for (let at = start; ; at++) {
    const opening = skipBlanks(text, at, layout);
    if (text[opening] === '"') {
      const closing = closingQuote(text, opening);
      const content = text.slice(opening + 1, closing);
      const breaks = content.split(lineBreak).length - 1;
      const cell = `the quote that opens cell ${cells.length + 1}`;
      if (breaks > MOST_LINES) fail(lines, `: ${cell} spans ${breaks} lines; ${STRAY}`);
      if (closing === undefined && isLast) fail(lines, `: ${cell} is never closed; ${STRAY}`);
      if (closing === undefined || (closing + 1 === text.length && !isLast)) return undefined;
      if (holdsRows(content, layout)) {
        fail(lines, `: ${cell} holds ${breaks} lines that look like rows; ${STRAY}`);
      }
      cells.push(content.replaceAll('""', '"'));
      at = skipBlanks(text, closing + 1, layout);
      if (at < text.length && text[at] !== delimiter && text[at] !== lineBreak) {
        fail(lines, `: ${cell} is closed${laterBy(breaks)} before other text; ${STRAY}`);
      }
      lines += breaks;
    } else {
      const end = endOfCell(text, at, layout);
      cells.push(text.slice(at, end).trim());
      at = end;
    }
    if (at >= text.length && !isLast) return undefined;
    if (at >= text.length || text[at] === lineBreak)
      return { cells, end: at + 1, lines: lines + 1 };
  }
}

const STRAY = 'remove it, or write a quote that belongs to the text twice ("")';

function laterBy(lines: number): string {
  if (lines === 0) return "";
  return lines === 1 ? " a line later" : ` ${lines} lines later`;
}

function closingQuote(text: string, opening: number): number | undefined {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? undefined : at;
}

function skipBlanks(text: string, start: number, { delimiter, lineBreak }: RowLayout): number {
  let at = start;
  for (; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === delimiter || letter === lineBreak || letter.trim() !== "") break;
  }
  return at;
}

function endOfCell(text: string, start: number, { delimiter, lineBreak }: RowLayout): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== lineBreak) at++;
  return at;
}

/** Whether the lines inside a cell have as many cells as rows have, so often that it is no chance. */
function holdsRows(content: string, { delimiter, lineBreak, width = 1 }: RowLayout): boolean {
  const inner = content
    .split(lineBreak)
    .slice(1, -1)
    .filter((line) => line.trim() !== "");
  return (
    inner.length * (width - 1) >= 6 && inner.every((line) => line.split(delimiter).length === width)
  );
}
