/** A table ready to be shown: as text, Markdown, LaTeX or HTML. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** The number of leading columns of words; the others are numbers, shown right-aligned. */
  readonly wordColumns: number;
  readonly groups: readonly TableGroup[];
  /** Notes on the columns. */
  readonly notes: readonly string[];
}

/** Rows that belong together. */
export interface TableGroup {
  /** Absent if there is one group only. */
  readonly title?: string;
  /** Whether the scores do not hold for a new speaker. */
  readonly speakerDependent?: boolean;
  /** One cell a column. */
  readonly rows: readonly (readonly string[])[];
}
