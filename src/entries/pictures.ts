/**
 * Plots of recordings as SVG and HTML.
 *
 * @module affekt/pictures
 */

export { PANELS, type PanelName, type PictureOptions } from "../pictures/figures.ts";
export type { PicturedRecording } from "../pictures/pictured-recording.ts";
export { recordingsPage } from "../pictures/recordings-page.ts";
export { recordingsSvg } from "../pictures/recordings-svg.ts";
