import { type FileMetaData, parquetSchema, type SchemaTree } from "hyparquet";

/** A column of a Parquet file, which may be made of several. */
export interface ParquetColumn {
  readonly name: string;
  /** `list`: numbers over time. `nested`: lists of something else, structures, maps. `other`: neither numbers nor text. */
  readonly kind: "number" | "text" | "list" | "nested" | "other";
}

const NUMBERS = ["INT32", "INT64", "FLOAT", "DOUBLE"];

/** Annotations by which numbers are dates or times, which are read as text. */
const TIMES = /^(DATE|TIME|TIMESTAMP)/;

/** Annotations that hyparquet does not turn into numbers or text. */
const UNREADABLE = /^(BSON|INTERVAL|GEOMETRY|GEOGRAPHY|VARIANT)/;

/** The columns of a file. @throws {Error} for what is damaged */
export function columnsOfSchema(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.map((node) => {
    if (typeof node.element.name !== "string") throw new Error("a column has no name");
    return { name: node.element.name, kind: kindOf(node) };
  });
}

function kindOf(node: SchemaTree): ParquetColumn["kind"] {
  const { element, children } = node;
  if (children.length === 0) {
    return element.repetition_type === "REPEATED" ? listKind(node) : leafKind(node);
  }
  const [list, ...others] = children;
  const isList = element.converted_type === "LIST" || element.logical_type?.type === "LIST";
  if (!isList || others.length > 0 || list?.element.repetition_type !== "REPEATED") return "nested";
  const [item = list, ...more] = list.children;
  return more.length === 0 && item.children.length === 0 ? listKind(item) : "nested";
}

function listKind(item: SchemaTree): ParquetColumn["kind"] {
  return leafKind(item) === "number" ? "list" : "nested";
}

function leafKind({ element }: SchemaTree): ParquetColumn["kind"] {
  const { type, converted_type: converted, logical_type: logical } = element;
  const meaning = converted ?? logical?.type ?? "";
  if (UNREADABLE.test(meaning)) return "other";
  if (meaning === "DECIMAL" || meaning === "FLOAT16") return "number";
  if (TIMES.test(meaning) || meaning === "NULL" || type === "INT96") return "text";
  if (NUMBERS.includes(type ?? "")) return "number";
  return type === "FIXED_LEN_BYTE_ARRAY" && meaning === "" ? "other" : "text";
}
