/// <reference types="vite/client" />
import url from "../../samples/speech.wav?inline";

const HEADER_BYTES = 44;

/** A second and a half of a voice at 22.05 kHz: samples/speech.wav, which stands in this module's bundle so that a browser has it too. */
export function speechSignal(): Float32Array {
  const bytes = Uint8Array.from(atob(url.split(",")[1]!), (character) => character.charCodeAt(0));
  return Float32Array.from(new Int16Array(bytes.buffer, HEADER_BYTES), (value) => value / 32_768);
}
