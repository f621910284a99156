import { sigmoid, tanh } from "./exponential";

/** Rows of a packed matrix beside each other in memory. */
const GROUP = 12;

/**
 * Frames through a gated recurrent unit (PyTorch's: reset, update and new gates) with a dense layer and a sigmoid on top.
 * data: frames × inputs float32; input, recurrent: weights of 3 × units gates, packed in groups of 12 gates, with their biases; units: a multiple of 8;
 * state: units float32, goes on from frame to frame; dense: its weights, then its bias; work: 6 × units float32; out: a probability for each frame.
 */
export function gru(
  data: usize,
  frames: i32,
  inputs: i32,
  units: i32,
  input: usize,
  inputBias: usize,
  recurrent: usize,
  recurrentBias: usize,
  dense: usize,
  state: usize,
  work: usize,
  out: usize,
): void {
  const gate = <usize>units << 2;
  const end = state + gate;
  for (let f = 0; f < frames; f++, data += <usize>inputs << 2, out += 4) {
    let fresh = work;
    let kept = work + 3 * gate;
    multiply(input, data, inputs, 3 * units, inputBias, fresh);
    multiply(recurrent, state, units, 3 * units, recurrentBias, kept);
    let logits = f32x4.splat(0);
    let weights = dense;
    for (let s = state; s < end; s += 16, fresh += 16, kept += 16, weights += 16) {
      const reset = sigmoid(f32x4.add(v128.load(fresh), v128.load(kept)));
      const update = sigmoid(f32x4.add(v128.load(fresh + gate), v128.load(kept + gate)));
      const held = f32x4.mul(reset, v128.load(kept + 2 * gate));
      const candidate = tanh(f32x4.add(v128.load(fresh + 2 * gate), held));
      const old = v128.load(s);
      const next = f32x4.add(candidate, f32x4.mul(update, f32x4.sub(old, candidate)));
      v128.store(s, next);
      logits = f32x4.add(logits, f32x4.mul(next, v128.load(weights)));
    }
    logits = f32x4.add(logits, v128.shuffle<f32>(logits, logits, 2, 3, 0, 1));
    logits = f32x4.add(logits, v128.shuffle<f32>(logits, logits, 1, 0, 3, 2));
    const logit = f32x4.add(logits, v128.load32_splat(weights));
    v128.store32_lane(out, sigmoid(logit), 0);
  }
}

// out = matrix · vector + bias, 24 rows at once.
@inline
function multiply(matrix: usize, vector: usize, columns: i32, rows: i32, bias: usize, out: usize): void {
  const group = <usize>columns * (GROUP << 2);
  const end = vector + (<usize>columns << 2);
  for (let row = 0; row < rows; row += 2 * GROUP, matrix += group, bias += 8 * GROUP, out += 8 * GROUP) {
    let a0 = v128.load(bias);
    let a1 = v128.load(bias, 16);
    let a2 = v128.load(bias, 32);
    let b0 = v128.load(bias, 48);
    let b1 = v128.load(bias, 64);
    let b2 = v128.load(bias, 80);
    for (let p = vector; p < end; p += 4, matrix += GROUP << 2) {
      const x = v128.load32_splat(p);
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(matrix)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(matrix, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(matrix, 32)));
      b0 = f32x4.add(b0, f32x4.mul(x, v128.load(matrix + group)));
      b1 = f32x4.add(b1, f32x4.mul(x, v128.load(matrix + group, 16)));
      b2 = f32x4.add(b2, f32x4.mul(x, v128.load(matrix + group, 32)));
    }
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, b0, 48);
    v128.store(out, b1, 64);
    v128.store(out, b2, 80);
  }
}
