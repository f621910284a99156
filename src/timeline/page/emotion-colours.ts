/** A colour on light pages and on dark ones. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

// Told apart by people who are colour-blind, too (Paul Tol's muted and bright schemes), and never alone: names stand beside them.
const COLOURS: Readonly<Record<string, Colour>> = {
  neutral: { light: "#6b7685", dark: "#a9b4c2" },
  calm: { light: "#2b8f86", dark: "#5cc8bd" },
  happy: { light: "#b58900", dark: "#f0c945" },
  sad: { light: "#3a6fc4", dark: "#7fb0f5" },
  angry: { light: "#c43d3d", dark: "#f58a84" },
  fearful: { light: "#7d4fb5", dark: "#c3a1f0" },
  disgust: { light: "#5f7d1f", dark: "#b1cf6b" },
  surprised: { light: "#c2579a", dark: "#f3a3d3" },
  boredom: { light: "#8a6a4f", dark: "#d0b190" },
};
const FURTHER: readonly Colour[] = [
  { light: "#0f7fa8", dark: "#6ecdf0" },
  { light: "#a0522d", dark: "#e8a780" },
  { light: "#4d6b8a", dark: "#a3c3e3" },
  { light: "#8c3f6b", dark: "#dd9cc3" },
];
const UNSURE: Colour = { light: "#aab2bd", dark: "#6a7584" };

/** The colour of an emotion among those that a model knows; grey for what is none of them. */
export function emotionColour(label: string, labels: readonly string[]): Colour {
  const known = COLOURS[label];
  if (known !== undefined) return known;
  const others = labels.filter((name) => !(name in COLOURS));
  const place = others.indexOf(label);
  return place < 0 ? UNSURE : FURTHER[place % FURTHER.length]!;
}
