/** The style sheet of the report: light and dark, wide and narrow, screen and paper. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #0f1317);
  --panel: light-dark(#f5f7fa, #181e25);
  --text: light-dark(#1a1f26, #e7ebf0);
  --quiet: light-dark(#566170, #a3aebb);
  --line: light-dark(#d9dfe6, #303a45);
  --accent: light-dark(#1762b8, #5fa8f5);
  --second: light-dark(#b34a09, #f2a15f);
  --third: light-dark(#1b7a4c, #63cc93);
  --on-shade: light-dark(#000000, #ffffff);
  --caution: light-dark(#7a4100, #f6c885);
  --caution-panel: light-dark(#fff3df, #33270f);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 2.5rem 1.25rem 4rem;
  max-width: 66rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: break-word;
}
h1 { margin: 0 0 1rem; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 3rem 0 0.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 1.35rem; line-height: 1.3; }
h3 { margin: 0 0 0.25rem; font-size: 1rem; }
p, ul { margin: 0.5rem 0; max-width: 46rem; }
ul { padding-left: 1.25rem; }
li { margin: 0.35rem 0; }
.finding { padding: 1.1rem 1.3rem; border-left: 4px solid var(--accent); border-radius: 0 6px 6px 0; background: var(--panel); font-size: 1.12rem; max-width: none; }
.finding strong { font-size: 1.3em; white-space: nowrap; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.caution { color: var(--caution); }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr)); gap: 0.9rem 1.5rem; margin: 1.5rem 0 0; }
dl.facts div { min-width: 0; }
dl.facts .wide { grid-column: 1 / -1; }
dt { color: var(--quiet); font-size: 0.82rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.8rem; text-align: right; white-space: nowrap; font-weight: 400; }
th:first-child, td:first-child, .words { text-align: left; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th[scope="row"] { font-weight: 600; white-space: normal; }
td.wrap { white-space: normal; min-width: 9rem; text-align: left; }
.comparison { width: 100%; }
.comparison th[scope="rowgroup"] { padding: 1.1rem 0 0.4rem; text-align: left; white-space: normal; font-weight: 600; }
.comparison th[scope="rowgroup"] span { display: block; max-width: min(100%, calc(100vw - 2.5rem)); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2rem 2.5rem; margin-top: 1.25rem; }
figure { margin: 0; min-width: 0; max-width: 31rem; break-inside: avoid; }
figcaption { margin-bottom: 0.5rem; }
figcaption span { color: var(--quiet); font-size: 0.9rem; }
figcaption span.caution { color: var(--caution); }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; height: auto; }
.figures table { width: 100%; margin-top: 0.5rem; }
.badge { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 4px; background: var(--caution-panel); color: var(--caution); font-size: 0.82rem; font-weight: 600; }
.keys { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; list-style: none; color: var(--quiet); font-size: 0.9rem; }
.keys li { margin: 0; }
.warnings { padding: 0.9rem 1.2rem 0.9rem 2.2rem; border-radius: 6px; background: var(--caution-panel); max-width: none; }
details { margin: 0.75rem 0; }
summary { cursor: pointer; font-weight: 600; }
details > .scroll { margin: 0.6rem 0 1.2rem; }
@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.5rem; }
  th, td { padding-inline: 0.5rem; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  h2 { break-after: avoid; margin-top: 1.5rem; }
  .figures { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; height: auto; }
  * { print-color-adjust: exact; }
}
`;
