import type { Frames } from "./frames.ts";

/**
 * Deviation of a recording's pitches from A4 = 440 Hz, as a fraction of a chroma bin in [-0.5, 0.5), to 0.01, from a magnitude spectrogram:
 * the fullest of 100 bins of the pitches of all spectral peaks between 150 and 4000 Hz at or above their median size. librosa's `estimate_tuning`.
 */
export function estimateTuning(
  { data, count, width }: Frames,
  sampleRate: number,
  binsPerOctave = 12,
): number {
  const nFft = (width - 1) * 2;
  const hzPerBin = sampleRate / nFft;
  const from = Math.max(1, Math.ceil(150 / hzPerBin));
  const to = Math.min(width - 1, Math.ceil(Math.min(4000, sampleRate / 2) / hzPerBin));
  const pitches: number[] = [];
  const sizes: number[] = [];
  for (let f = 0; f < count; f++) {
    const start = f * width;
    let largest = 0;
    for (let i = start; i < start + width; i++) largest = data[i]! > largest ? data[i]! : largest;
    const threshold = Math.fround(0.1 * largest);
    for (let b = from; b < to; b++) {
      const at = start + b;
      const here = data[at]!;
      if (here <= threshold) continue;
      const before = data[at - 1]!;
      const after = data[at + 1]!;
      // a peak among the values over the threshold (the others count as 0)
      if (!(here > (before > threshold ? before : 0) && here >= (after > threshold ? after : 0))) {
        continue;
      }
      const shift = parabolicShift(before, here, after);
      const pitch = Math.fround((b + shift) * hzPerBin);
      if (pitch <= 0) continue;
      pitches.push(pitch);
      sizes.push(Math.fround(here + 0.25 * (after - before) * shift));
    }
  }
  const threshold = median(sizes);
  return fullestDeviation(
    pitches.filter((_, i) => sizes[i]! >= threshold),
    binsPerOctave,
  );
}

// Where the parabola through three neighbours has its top, relative to the middle one; 0 if further than one bin.
function parabolicShift(before: number, here: number, after: number): number {
  const curvature = Math.fround(Math.fround(after + before) - 2 * here);
  const slope = Math.fround(Math.fround(after - before) / 2);
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : Math.fround(-slope / curvature);
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const parted = Float32Array.from(values);
  const middle = parted.length >> 1;
  const upper = select(parted, middle);
  if (parted.length % 2 === 1) return upper;
  const lower = parted.subarray(0, middle).reduce((a, b) => Math.max(a, b));
  return Math.fround((lower + upper) / 2);
}

// The value that sorting would put at `rank`, with no larger one before it (Hoare's quickselect).
function select(values: Float32Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i++] = values[j]!;
      values[j--] = kept;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

const RESOLUTION = 100;

function fullestDeviation(pitches: readonly number[], binsPerOctave: number): number {
  const counts = new Uint32Array(RESOLUTION);
  for (const pitch of pitches) {
    const octaves = Math.fround(Math.log2(pitch / 27.5));
    const position = Math.fround(binsPerOctave * octaves);
    let deviation = Math.fround(position - Math.floor(position));
    if (deviation >= 0.5) deviation = Math.fround(deviation - 1);
    const bin = Math.floor((deviation + 0.5) * RESOLUTION);
    counts[Math.min(RESOLUTION - 1, Math.max(0, bin))]!++;
  }
  if (pitches.length === 0) return 0;
  let best = 0;
  for (let i = 1; i < RESOLUTION; i++) if (counts[i]! > counts[best]!) best = i;
  return best / RESOLUTION - 0.5;
}
