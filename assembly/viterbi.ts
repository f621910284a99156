// The search for the likeliest sequence of pitches (Viterbi): n voiced states, one a pitch, then n unvoiced ones.

/** Bytes of work space that `viterbiSteps` needs for n pitches. */
export function viterbiWorkBytes(n: i32): i32 {
  return 28 * n;
}

/**
 * Goes on over `frames` frames. value: 2n float64, the log-likelihood of the best path to each state before and after; voiced: frames × n and
 * unvoiced: frames float64, log-probabilities of the observation; weights: `width` float64, log of how likely a step of first, first + 1 … pitches
 * is, less norms (n float64, by the pitch that it starts from); stay, leave: log-probabilities of keeping and of changing the voicing;
 * floor: that of any other step; work: viterbiWorkBytes(n); origins: frames × 2n u16, where the best path to each state comes from.
 */
export function viterbiSteps(
  frames: i32,
  n: i32,
  value: usize,
  voiced: usize,
  unvoiced: usize,
  weights: usize,
  width: i32,
  first: i32,
  norms: usize,
  stay: f64,
  leave: f64,
  floor: f64,
  work: usize,
  origins: usize,
): void {
  const row = <usize>n << 3;
  const start = work;
  const best = work + row;
  const sources = best + 2 * row;
  for (let f = 0; f < frames; f++, voiced += row, unvoiced += 8, origins += 2 * (row >> 2)) {
    for (let group = 0; group < 2; group++) {
      const from = value + <usize>group * row;
      for (let at: usize = 0; at < row; at += 8) {
        store<f64>(start + at, load<f64>(from + at) - load<f64>(norms + at));
      }
      const to = best + <usize>group * row;
      reach(start, weights, width, first, to, sources + <usize>group * (row >> 2), 0, n - 1, 0, n - 1);
    }
    const far = indexOfLargest(value, 2 * n);
    const jump = load<f64>(value + (<usize>far << 3)) + floor;
    const unvoicedHere = load<f64>(unvoiced);
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 3;
      const fromVoiced = load<f64>(best + at);
      const fromUnvoiced = load<f64>(best + row + at);
      const sourceVoiced = <i32>load<u16>(sources + (at >> 2));
      const sourceUnvoiced = <i32>load<u16>(sources + ((row + at) >> 2)) + n;
      for (let group = 0; group < 2; group++) {
        const a = fromVoiced + (group == 0 ? stay : leave);
        const b = fromUnvoiced + (group == 0 ? leave : stay);
        const near = max(a, b);
        const here = group == 0 ? load<f64>(voiced + at) : unvoicedHere;
        const source = jump > near ? far : b > a ? sourceUnvoiced : sourceVoiced;
        store<f64>(value + <usize>group * row + at, max(near, jump) + here);
        store<u16>(origins + (<usize>group * row + at >> 2), <u16>source);
      }
    }
  }
}

// For each target j in low … high the largest of values[i] + weights[j - i - first] over the sources i in from … to for which there is a weight,
// and that i. The weights are concave, so the best source never moves back as j goes on: the middle target's parts the others' (divide and conquer).
function reach(
  values: usize,
  weights: usize,
  width: i32,
  first: i32,
  best: usize,
  sources: usize,
  low: i32,
  high: i32,
  from: i32,
  to: i32,
): void {
  while (low <= high) {
    const j = (low + high) >> 1;
    const begin = max(from, j - first - width + 1);
    const end = min(to, j - first);
    let p = values + (<usize>begin << 3);
    let w = weights + (<usize>(j - begin - first) << 3);
    let source = begin;
    let top = -Infinity;
    for (let i = begin; i <= end; i++, p += 8, w -= 8) {
      const here = load<f64>(p) + load<f64>(w);
      if (here > top) {
        top = here;
        source = i;
      }
    }
    store<f64>(best + (<usize>j << 3), top);
    store<u16>(sources + (<usize>j << 1), <u16>source);
    reach(values, weights, width, first, best, sources, low, j - 1, from, source);
    low = j + 1;
    from = source;
  }
}

function indexOfLargest(values: usize, count: i32): i32 {
  let at = 0;
  for (let i = 1; i < count; i++) {
    if (load<f64>(values + (<usize>i << 3)) > load<f64>(values + (<usize>at << 3))) at = i;
  }
  return at;
}
