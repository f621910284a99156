/** The CSS rules of a picture. In a page they apply to all its pictures. */
export const PICTURE_STYLE = `
.recordings { font-family: system-ui, sans-serif; font-size: 11px; font-variant-numeric: tabular-nums; }
.recordings text { fill: #566170; }
.recordings .middle { text-anchor: middle; }
.recordings .end { text-anchor: end; }
.recordings .title { fill: #1a1f26; font-size: 12px; font-weight: 600; }
.recordings .unit { fill: #566170; font-size: 11px; font-weight: 400; }
.recordings .name { fill: #1a1f26; font-size: 15px; font-weight: 600; }
.recordings .warning { fill: #7a4100; }
.recordings .page { fill: #ffffff; }
.recordings .panel { fill: #f3f5f8; }
.recordings .grid { fill: none; stroke: #d9dfe6; stroke-width: 1; }
.recordings .wave { fill: #1762b8; stroke: #1762b8; stroke-width: 0.6; stroke-linejoin: round; }
.recordings .pitch { fill: none; stroke: #b34a09; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.recordings .quartiles { fill: #b34a09; fill-opacity: 0.25; }
.recordings .voicing { fill: #b34a09; fill-opacity: 0.55; }
.recordings .energy { fill: none; stroke: #1b7a4c; stroke-width: 1.5; stroke-linejoin: round; }
.recordings .energy-area { fill: #1b7a4c; fill-opacity: 0.16; }
@media screen and (prefers-color-scheme: dark) {
  .recordings text, .recordings .unit { fill: #a3aebb; }
  .recordings .title, .recordings .name { fill: #e7ebf0; }
  .recordings .warning { fill: #f6c885; }
  .recordings .page { fill: #0f1317; }
  .recordings .panel { fill: #181e25; }
  .recordings .grid { stroke: #303a45; }
  .recordings .wave { fill: #5fa8f5; stroke: #5fa8f5; }
  .recordings .pitch { stroke: #f2a15f; }
  .recordings .quartiles, .recordings .voicing { fill: #f2a15f; }
  .recordings .energy { stroke: #63cc93; }
  .recordings .energy-area { fill: #63cc93; }
}
`;
