/** The rules of the report beside those of all pages. */
export const REPORT_STYLE = `
:root {
  --hue-1: light-dark(#1762b8, #5fa8f5);
  --hue-2: light-dark(#b34a09, #f2a15f);
  --hue-3: light-dark(#1b7a4c, #63cc93);
  --hue-4: light-dark(#a3186d, #f28ac6);
  --hue-5: light-dark(#7a6200, #e0c341);
  --hue-6: light-dark(#5b3fb5, #b7a1ff);
  --hue-7: light-dark(#0b7a85, #55cfdb);
  --hue-8: light-dark(#a82020, #ff8f8a);
  --hue-9: light-dark(#56606d, #b6c0cc);
  --hue-10: light-dark(#4d6b12, #a9cc5c);
}
h3 { margin: 0 0 0.25rem; font-size: 1rem; }
.finding { padding: 1.1rem 1.3rem; border-left: 4px solid var(--accent); border-radius: 0 6px 6px 0; background: var(--panel); font-size: 1.12rem; max-width: none; }
.finding strong { font-size: 1.3em; white-space: nowrap; font-variant-numeric: tabular-nums; }
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
details { margin: 0.75rem 0; }
summary { cursor: pointer; font-weight: 600; }
details > .scroll { margin: 0.6rem 0 1.2rem; }
@media (max-width: 40rem) {
  th, td { padding-inline: 0.5rem; }
}
@media print {
  .figures { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; height: auto; }
}
`;
