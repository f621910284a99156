import { emotionColour } from "../../../src/timeline/page/emotion-colours.ts";
import { NOT_SURE } from "../../../src/timeline/timeline.ts";

/** The emotions with a pattern of their own, in the order of the patterns; further labels follow by their place. */
const PATTERNED = [
  "neutral",
  "angry",
  "happy",
  "sad",
  "fearful",
  "disgust",
  "boredom",
  "surprised",
  "calm",
];

/** The number of patterns; the last one is that of what is not sure. */
const PATTERNS = 10;

/** The pattern of a label, so that colour is never alone. */
export function patternOf(label: string, labels: readonly string[]): number {
  if (label === NOT_SURE) return PATTERNS - 1;
  const known = PATTERNED.indexOf(label);
  if (known >= 0) return known;
  return Math.max(0, labels.indexOf(label)) % (PATTERNS - 1);
}

/** The colour of a label on light and dark pages, for CSS. */
export function cssColour(label: string, labels: readonly string[]): string {
  const { light, dark } = emotionColour(label, labels);
  return `light-dark(${light}, ${dark})`;
}

/** The colours of a canvas. */
export interface CanvasColours {
  readonly page: string;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  /** What speaks for an emotion, and against it. */
  readonly support: string;
  readonly oppose: string;
  readonly of: (label: string, labels: readonly string[]) => string;
}

// those of the style of all pages: canvases do not know light-dark()
const LIGHT = {
  page: "#ffffff",
  panel: "#f5f7fa",
  line: "#c5ced8",
  text: "#1a1f26",
  quiet: "#566170",
  support: "#1762b8",
  oppose: "#b34a09",
};
const DARK = {
  page: "#0f1317",
  panel: "#181e25",
  line: "#46525f",
  text: "#e7ebf0",
  quiet: "#a3aebb",
  support: "#5fa8f5",
  oppose: "#f2a15f",
};

/** Whether the page is dark. */
export const darkMode: MediaQueryList = matchMedia("(prefers-color-scheme: dark)");

/** The colours of canvases as the page is now. */
export function canvasColours(): CanvasColours {
  const isDark = darkMode.matches;
  return {
    ...(isDark ? DARK : LIGHT),
    of: (label, labels) => emotionColour(label, labels)[isDark ? "dark" : "light"],
  };
}
