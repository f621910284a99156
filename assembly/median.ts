import { transpose } from "./frames";
import { LARGEST_GROUP, runningMedian, VECTOR } from "./running-median";

/** Bytes of work space that both medians need: `length` values along the filter, `width` of which make a median. */
export function medianWorkBytes(length: i32, width: i32): i32 {
  return 32 * length + 48 * width + 1280;
}

/**
 * Median filter along the rows' index (time) of a [rows, columns] float32 array, edges mirrored with the edge repeated
 * (scipy.ndimage's `reflect`). columns must be a multiple of 4; work: medianWorkBytes(rows, width).
 */
export function medianOverRows(
  data: usize,
  rows: i32,
  columns: i32,
  width: i32,
  work: usize,
  out: usize,
): void {
  const row = <usize>columns << 2;
  const middle = work + <usize>(width >> 1) * VECTOR;
  const result = work + <usize>(rows + width + LARGEST_GROUP) * VECTOR;
  for (let c: usize = 0; c < row; c += VECTOR) {
    let p = data + c;
    const end = middle + <usize>rows * VECTOR;
    for (let q = middle; q < end; q += VECTOR, p += row) v128.store(q, v128.load(p));
    mirrorEnds(middle, rows, width >> 1);
    runningMedian(work, rows, width, result);
    let q = out + c;
    const stop = result + <usize>rows * VECTOR;
    for (p = result; p < stop; p += VECTOR, q += row) v128.store(q, v128.load(p));
  }
}

/** The same along the columns' index (frequency), of which the first `used` count, four rows at once; work: medianWorkBytes(used, width). */
export function medianOverColumns(
  data: usize,
  rows: i32,
  columns: i32,
  used: i32,
  width: i32,
  work: usize,
  out: usize,
): void {
  const row = <usize>columns << 2;
  const bytes = <usize>((used + 3) & ~3) << 2;
  const middle = work + <usize>(width >> 1) * VECTOR;
  const result = work + <usize>(used + width + LARGEST_GROUP) * VECTOR;
  for (let r = 0; r < rows; r += 4) {
    // missing rows stand for the last one
    const first = <usize>r * row;
    const second = <usize>min(r + 1, rows - 1) * row;
    const third = <usize>min(r + 2, rows - 1) * row;
    const fourth = <usize>min(r + 3, rows - 1) * row;
    let p = data;
    let q = middle;
    for (const end = data + bytes; p < end; p += 16, q += 4 * VECTOR) {
      transpose(p + first, p + second, p + third, p + fourth, q, q + 16, q + 32, q + 48);
    }
    mirrorEnds(middle, used, width >> 1);
    runningMedian(work, used, width, result);
    p = out;
    q = result;
    for (const end = out + bytes; p < end; p += 16, q += 4 * VECTOR) {
      transpose(q, q + 16, q + 32, q + 48, p + first, p + second, p + third, p + fourth);
    }
  }
}

// Continues n vectors by `count` on both sides with their mirror images.
function mirrorEnds(x: usize, n: i32, count: i32): void {
  for (let i = 0; i < count; i++) {
    const inside = <usize>mirror(i, n) * VECTOR;
    v128.store(x - <usize>(i + 1) * VECTOR, v128.load(x + inside));
    const last = x + <usize>(n - 1) * VECTOR;
    v128.store(last + <usize>(i + 1) * VECTOR, v128.load(last - inside));
  }
}

// Where in a sequence of n values its i-th neighbour beyond an end stands, counted from that end.
function mirror(i: i32, n: i32): i32 {
  const at = i % (2 * n);
  return at < n ? at : 2 * n - 1 - at;
}
