/**
 * The custom element `<affekt-mic>`: a button that listens to the microphone and shows the emotion of the voice. Importing this defines it.
 *
 * @module affekt/mic
 */

import "../browser/default-runtime.ts";
import { type AffektMic, defineAffektMic } from "../browser/element/affekt-mic.ts";

defineAffektMic();

export { AffektMic, type AffektMicEventMap, type MicState } from "../browser/element/affekt-mic.ts";

declare global {
  interface HTMLElementTagNameMap {
    "affekt-mic": AffektMic;
  }
}
