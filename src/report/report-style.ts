/** The rules of the report beside those of all pages. */
export const REPORT_STYLE = `
:root {
  --hue-1: light-dark(#3b5fc0, #84a2f4);
  --hue-2: light-dark(#d06a09, #f5a35c);
  --hue-3: light-dark(#0f8a7e, #52d3c4);
  --hue-4: light-dark(#c8324a, #ff8598);
  --hue-5: light-dark(#8648c8, #c5a0f7);
  --hue-6: light-dark(#9a7900, #e6c84a);
  --hue-7: light-dark(#1f8bc2, #74c9f1);
  --hue-8: light-dark(#c1409a, #f797d1);
  --hue-9: light-dark(#8a5a3b, #d2a483);
  --hue-10: light-dark(#6b7280, #b6bdc7);
}
h3 { margin: 1.75rem 0 0.4rem; font-size: 1.05rem; line-height: 1.35; }
a { color: var(--accent); text-underline-offset: 0.15em; }
code { font-size: 0.92em; }
pre { margin: 0.5rem 0; padding: 0.9rem 1.1rem; border-radius: 6px; background: var(--panel); overflow-wrap: anywhere; white-space: normal; }
pre span { display: inline-block; max-width: 100%; white-space: pre-wrap; }
.overline { margin: 0 0 0.25rem; color: var(--quiet); font-size: 0.85rem; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; }
.finding { padding: 1.4rem 1.6rem; border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0; background: var(--panel); }
.finding p, .finding ul { max-width: none; }
.finding ul { margin-top: 1rem; padding-top: 0.75rem; border-top: 1px solid var(--line); list-style-position: outside; }
.headline { display: flex; gap: 0.5rem 1.75rem; align-items: center; margin: 0; font-size: 1.1rem; }
.headline strong { flex: none; color: var(--accent); font-size: 3rem; line-height: 1.1; letter-spacing: -0.02em; white-space: nowrap; font-variant-numeric: tabular-nums; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem; max-width: none; margin: 1.5rem 0 0; padding: 0; list-style: none; }
nav li { margin: 0; }
nav a { display: block; padding: 0.25rem 0.75rem; border: 1px solid var(--line); border-radius: 999px; color: var(--text); font-size: 0.88rem; text-decoration: none; }
nav a:hover, nav a:focus-visible { border-color: var(--accent); color: var(--accent); }
section { scroll-margin-top: 1rem; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: 0.9rem 1.75rem; margin: 1.5rem 0; }
dl.facts div { min-width: 0; }
dl.facts .wide { grid-column: 1 / -1; }
dt { color: var(--quiet); font-size: 0.82rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; max-width: 100%; margin: 0.75rem 0; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.85rem; text-align: right; white-space: nowrap; font-weight: 400; }
th:first-child, td:first-child, .words { text-align: left; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th[scope="row"] { font-weight: 600; }
tbody th[scope="rowgroup"] { padding: 1rem 0 0.45rem; color: var(--quiet); font-size: 0.88rem; white-space: normal; }
tbody th[scope="rowgroup"] span { display: block; max-width: min(100%, calc(100vw - 2.5rem)); }
tbody th[scope="rowgroup"] .caution { color: var(--caution); }
tbody + tbody tr:first-child > * { border-top: 1px solid var(--line); }
th.path { max-width: 22rem; white-space: normal; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2.25rem 2.75rem; margin-top: 1.5rem; }
figure { margin: 0; min-width: 0; max-width: 32rem; break-inside: avoid; }
figcaption { margin-bottom: 0.6rem; }
figcaption h3 { margin: 0; }
figcaption > span { color: var(--quiet); font-size: 0.9rem; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; height: auto; }
.chart + .chart { margin-top: 1rem; }
.badge { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 999px; background: var(--caution-panel); color: var(--caution); font-size: 0.82rem; font-weight: 600; }
figcaption > .badge { color: var(--caution); font-size: 0.82rem; }
.keys { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; list-style: none; color: var(--quiet); font-size: 0.9rem; }
.keys li { margin: 0; }
audio { display: block; width: 15rem; height: 2.25rem; }
details { margin: 0.75rem 0; }
details details { margin-left: 0; }
summary { padding: 0.2rem 0; cursor: pointer; font-weight: 600; }
summary:hover { color: var(--accent); }
details > .scroll { margin: 0.6rem 0 1.2rem; }
@media (max-width: 40rem) {
  th, td { padding-inline: 0.5rem; }
  .finding { padding: 1rem 1.1rem; }
  .finding ul { padding-left: 1.1rem; }
  .headline { flex-direction: column; align-items: flex-start; font-size: 1rem; }
  nav ul { flex-wrap: nowrap; overflow-x: auto; margin-inline: -1.25rem; padding: 0.15rem 1.25rem; scrollbar-width: none; }
  nav a { white-space: nowrap; }
}
@media print {
  nav, audio { display: none; }
  a { color: inherit; }
  .finding { border: 1px solid var(--line); border-left: 4px solid var(--accent); }
  .headline strong { font-size: 2.2rem; }
  .figures { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .scroll { overflow: visible; }
  table, thead th, tbody th[scope="rowgroup"] { font-size: 8pt; }
  th, td { padding: 0.2rem 0.45rem; white-space: normal; }
  tr, .finding, pre { break-inside: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
`;
