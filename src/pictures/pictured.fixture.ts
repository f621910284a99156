import { parseHTML } from "linkedom/worker";
import { ANALYSIS_RATE } from "./column-grid.ts";
import type { PicturedRecording } from "./pictured-recording.ts";

/** Samples as a decoded recording. */
export function pictured(
  name: string,
  samples: Float32Array,
  { sampleRate = ANALYSIS_RATE, warnings = [] as readonly string[] } = {},
): PicturedRecording {
  return { name, audio: { channels: [samples], sampleRate, format: "wav", warnings } };
}

/** The texts of all elements of a picture or page that a selector finds. */
export function textsOf(markup: string, selector: string): string[] {
  const { document } = parseHTML(markup);
  return Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent.trim());
}
