/** The number of colours of the palette. */
export const COLOURS = 256;

// Every 17th colour of matplotlib's magma (S. van der Walt and N. Smith, 2015, dedicated to the public domain). It is perceptually
// uniform: equal steps of a value look like equal steps of lightness, also to the colour-blind and in grey.
const STOPS =
  "000004 0b0924 20114b 3b0f70 57157e 721f81 8c2981 a8327d c43c75 de4968 f1605d fa7f5e fe9f6d febf84 fddea0 fcfdbf"
    .split(" ")
    .map((hex) => [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));

/** The colours of small to large values, dark to light: [256, red green blue], within 3 of 255 of matplotlib's magma. */
export const PALETTE: Uint8Array = Uint8Array.from({ length: COLOURS * 3 }, (_, i) => {
  const place = (Math.floor(i / 3) / (COLOURS - 1)) * (STOPS.length - 1);
  const stop = Math.min(Math.floor(place), STOPS.length - 2);
  const [from, to] = [STOPS[stop]![i % 3]!, STOPS[stop + 1]![i % 3]!];
  return Math.round(from + (to - from) * (place - stop));
});

/** Greys from white to dark, on which colours can be laid: [256, red green blue]. */
export const GREYS: Uint8Array = Uint8Array.from({ length: COLOURS * 3 }, (_, i) =>
  Math.round(255 - 215 * (Math.floor(i / 3) / (COLOURS - 1)) ** 1.5),
);

/** The palette index of a value between `low` and `high`, clamped. */
export function colourOf(value: number, low: number, high: number): number {
  const share = (value - low) / (high - low);
  return Math.round((COLOURS - 1) * Math.min(1, Math.max(0, share)));
}
