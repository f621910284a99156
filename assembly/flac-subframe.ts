import { hasBits, isExhausted, readBits, readRice, readSigned, readUnary } from "./flac-bits";
import { restoreFixed, restoreLinear } from "./flac-prediction";

const MAX_ORDER = 32;

/** Decodes one channel of a frame to int32 (RFC 9639, section 9.2); false where it is broken or cut off. */
export function readSubframe(samples: usize, size: i32, sampleBits: i32, coefficients: usize): bool {
  if (readBits(1) !== 0) return false;
  const type = readBits(6);
  const wasted = readBits(1) === 1 ? readUnary() + 1 : 0;
  const width = sampleBits - wasted;
  if (width < 1 || !readSamples(samples, size, width, type, coefficients)) return false;
  if (wasted > 0) {
    const end = samples + (<usize>size << 2);
    for (let p = samples; p < end; p += 4) store<i32>(p, load<i32>(p) << wasted);
  }
  return !isExhausted();
}

function readSamples(
  samples: usize,
  size: i32,
  width: i32,
  type: i32,
  coefficients: usize,
): bool {
  const end = samples + (<usize>size << 2);
  if (type === 0) {
    const value = readSigned(width);
    for (let p = samples; p < end; p += 4) store<i32>(p, value);
    return true;
  }
  if (type === 1) {
    if (!hasBits(size * width)) return false;
    for (let p = samples; p < end; p += 4) store<i32>(p, readSigned(width));
    return true;
  }
  const isFixed = type >= 8 && type <= 12;
  if (!isFixed && type < 32) return false;
  const order = isFixed ? type - 8 : type - 31;
  if (order > size) return false;
  const start = samples + (<usize>order << 2);
  for (let p = samples; p < start; p += 4) store<i32>(p, readSigned(width));
  if (isFixed) {
    if (!readResidual(samples, size, order)) return false;
    restoreFixed(samples, size, order);
    return true;
  }
  const precision = readBits(4) + 1;
  const shift = readSigned(5);
  if (precision === 16 || shift < 0) return false;
  for (let i = 0; i < MAX_ORDER; i++) {
    store<i32>(coefficients + (i << 2), i < order ? readSigned(precision) : 0);
  }
  if (!readResidual(samples, size, order)) return false;
  const sumBits = width + precision + 32 - <i32>clz(order - 1);
  restoreLinear(samples, size, order, coefficients, shift, sumBits <= 32);
  return true;
}

function readResidual(samples: usize, size: i32, order: i32): bool {
  const method = readBits(2);
  if (method > 1) return false;
  const escape = method === 0 ? 15 : 31;
  const partitions = 1 << readBits(4);
  const partitionSize = size / partitions;
  if (partitionSize * partitions !== size || partitionSize < order) return false;
  let p = samples + (<usize>order << 2);
  for (let i = 1; i <= partitions; i++) {
    const end = samples + (<usize>(i * partitionSize) << 2);
    const parameter = readBits(4 + method);
    if (parameter !== escape) {
      if (!readRice(p, end, parameter)) return false;
      p = end;
    } else {
      const width = readBits(5);
      if (!hasBits(width * (<i32>(end - p) >> 2))) return false;
      for (; p < end; p += 4) store<i32>(p, width === 0 ? 0 : readSigned(width));
    }
  }
  return true;
}
