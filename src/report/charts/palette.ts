/** Colours of categories, as variables of the report's style sheet: distinct in light and dark mode, also for the colour-blind. */
const COLOURS = 10;
const SYMBOLS = ["circle", "triangle", "square", "diamond", "cross", "star", "wye"] as const;

/** The signs of `SYMBOLS` for legends. */
const SIGNS = ["●", "▲", "■", "◆", "✚", "★", "Y"] as const;

/** The colour of a category by its number. */
export function colourOf(index: number): string {
  return `var(--hue-${(index % COLOURS) + 1})`;
}

/** The symbol of a category by its number, which is seen where the colour is not. */
export function symbolOf(index: number): (typeof SYMBOLS)[number] {
  return SYMBOLS[index % SYMBOLS.length]!;
}

/** The sign of a category's symbol in text. */
export function signOf(index: number): string {
  return SIGNS[index % SIGNS.length]!;
}
