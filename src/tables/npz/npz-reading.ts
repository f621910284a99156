import { AffektError } from "../../errors.ts";
import type { ByteRanges } from "../byte-ranges.ts";
import { CellFaults, rowName } from "../cell-faults.ts";
import { featureFault, fitsFloat32 } from "../cell-numbers.ts";
import { isMetadata, noteOfExtraColumns, planColumns } from "../column-plan.ts";
import { parseSet } from "../parse-set.ts";
import { checkTable, type ReadTable, type ReadContext } from "../read-table.ts";
import type { MetadataColumn } from "../table-data.ts";
import type { NpyArray } from "./npy-decoding.ts";
import type { NpyHeader } from "./npy-header.ts";
import { NpzFile } from "./npz-file.ts";

/** Arrays that are not metadata columns. */
const PARTS = ["values", "columns", "set", "offsets"];

const EXPECTED = "a feature table has numbers [rows, columns]";

/**
 * Reads a table from NPZ as `formatNpz`, `numpy.savez` and `numpy.savez_compressed` write it. Only arrays that belong to the table are read.
 *
 * @throws {AffektError} unreadable: for what is damaged, or larger in memory than a table can be
 * @throws {AffektError} unsupported: for arrays of objects, dates or complex numbers
 * @throws {AffektError} bad-data: where arrays are missing or do not fit each other, or values are not finite
 */
export async function parseNpz(
  content: ByteRanges,
  { name, wanted }: ReadContext,
): Promise<ReadTable> {
  const file = await NpzFile.open(content, name);
  const isSequence = file.headers.has("offsets");
  const fault = faultIn(file.headers);
  if (fault !== undefined) throw new AffektError("bad-data", `${name}: ${fault}`);
  const [frames = 0, width = 0] = file.headers.get("values")!.shape;
  const rowCount = isSequence ? file.headers.get("offsets")!.count - 1 : frames;
  const { metadata, notes } = metadataArrays(file.headers, rowCount, name);
  const parts = PARTS.filter((part) => file.headers.has(part));
  file.assertPlausible([...parts, ...metadata], rowCount);

  const header = textOf(await file.read("columns"), `${name}: columns`);
  const said = file.headers.has("set")
    ? parseSet(textOf(await file.read("set"), `${name}: set`)[0] ?? "", name)
    : undefined;
  const bounds = isSequence ? boundsOf(await file.read("offsets"), frames, name) : undefined;
  const known = { said, wanted, isSequence, isNumeric: () => true };
  const plan = planColumns(header, known, name);
  const { features, others } = plan;
  const columns: MetadataColumn[] = [];
  for (const array of metadata)
    columns.push({ name: array, values: valuesOf(await file.read(array)) });
  const values = numbersOf(await file.read("values"));
  // what each frame has beside its features is no metadata of a clip
  if (!isSequence) {
    for (const c of others) columns.push({ name: header[c]!, values: columnOf(values, width, c) });
  }
  const faults = new CellFaults(name, rowName);
  const table = {
    metadata: columns,
    columns: features.map((c) => header[c]!),
    rows: rowsOf(values, { width, features, header, bounds }, faults),
    isSequence,
    ...(said && { set: said }),
    notes: [...notes, ...noteOfExtraColumns(header, plan, isSequence ? "left out" : undefined)],
  };
  return checkTable(table, faults, name);
}

/** Why arrays are no table, if so. */
function faultIn(headers: NpzFile["headers"]): string | undefined {
  const [values, columns, set, offsets] = PARTS.map((part) => headers.get(part));
  if (values === undefined) return `has no array values; ${EXPECTED}`;
  if (values.shape.length !== 2 || values.reader.kind === "text") {
    return `values is ${shapeName(values)}; ${EXPECTED}`;
  }
  const [, width] = values.shape;
  if (columns === undefined) {
    return `has no array columns, the names of the ${width} columns of values`;
  }
  if (columns.count !== width) {
    return `columns names ${columns.count} of the ${width} columns of values`;
  }
  if (set !== undefined && (set.count !== 1 || set.reader.kind !== "text")) {
    return `set is ${shapeName(set)}, not the JSON of a feature set`;
  }
  if (offsets !== undefined && (offsets.shape.length !== 1 || offsets.reader.kind === "text")) {
    return `offsets is ${shapeName(offsets)}, not whole numbers`;
  }
  return undefined;
}

function shapeName({ shape, reader }: NpyHeader): string {
  return `an array of ${reader.kind === "text" ? "text" : "numbers"} of shape [${shape.join(", ")}]`;
}

/** The arrays with one value per row. Others are told about. */
function metadataArrays(
  headers: NpzFile["headers"],
  rows: number,
  name: string,
): { readonly metadata: readonly string[]; readonly notes: readonly string[] } {
  const all = [...headers].filter(([array]) => !PARTS.includes(array));
  const fits = ({ shape, count }: NpyHeader): boolean =>
    count === rows && shape.filter((length) => length !== 1).length <= 1;
  const unfit = all.filter(([, header]) => !fits(header));
  for (const [array, header] of unfit) {
    if (!isMetadata(array)) continue;
    throw new AffektError(
      "bad-data",
      `${name}: ${array} has ${header.count} values for ${rows} rows`,
    );
  }
  return {
    metadata: all.filter(([, header]) => fits(header)).map(([array]) => array),
    notes: unfit.map(
      ([array, header]) => `${array} is left out: ${shapeName(header)} for ${rows} rows`,
    ),
  };
}

/** The first frame of each row, and the end. */
function boundsOf(offsets: NpyArray, frames: number, name: string): readonly number[] {
  const bounds = Array.from(offsets.values as ArrayLike<unknown>, Number);
  const isRising = bounds.every(
    (bound, i) => Number.isInteger(bound) && (i === 0 || bound > bounds[i - 1]!),
  );
  if (!isRising || bounds[0] !== 0 || bounds.at(-1) !== frames) {
    throw new AffektError(
      "bad-data",
      `${name}: offsets do not divide the ${frames} frames of values`,
    );
  }
  return bounds;
}

/** The layout of the array `values`. */
interface Layout {
  readonly width: number;
  /** The indices of the feature columns. */
  readonly features: readonly number[];
  readonly header: readonly string[];
  /** Of sequences. */
  readonly bounds: readonly number[] | undefined;
}

function rowsOf(
  values: Float32Array | Float64Array,
  { width, features, header, bounds }: Layout,
  faults: CellFaults,
): Float32Array[] {
  const isWhole = features.length === width && features.every((c, i) => c === i);
  const count = bounds === undefined ? values.length / width : bounds.length - 1;
  return Array.from({ length: count }, (_, row) => {
    const [first, end] = bounds === undefined ? [row, row + 1] : [bounds[row]!, bounds[row + 1]!];
    const own = values.subarray(first * width, end * width);
    const isReady = isWhole && own instanceof Float32Array;
    const picked = isReady ? own : new Float32Array((end - first) * features.length);
    let at = 0;
    for (let frame = 0; frame < own.length; frame += width) {
      for (const c of features) {
        const value = own[frame + c]!;
        if (!fitsFloat32(value)) faults.add(row, header[c]!, featureFault(value));
        picked[at++] = value;
      }
    }
    return picked;
  });
}

function columnOf(
  values: Float32Array | Float64Array,
  width: number,
  column: number,
): Float64Array {
  return Float64Array.from(
    { length: values.length / width },
    (_, row) => values[row * width + column]!,
  );
}

function numbersOf({ values }: NpyArray): Float32Array | Float64Array {
  return values as Float32Array | Float64Array;
}

function textOf({ values }: NpyArray, name: string): readonly string[] {
  const [first] = values;
  if (typeof first === "string") return values as readonly string[];
  throw new AffektError("bad-data", `${name} is not text`);
}

function valuesOf({ values }: NpyArray): MetadataColumn["values"] {
  return values instanceof Float32Array ? Float64Array.from(values) : values;
}
