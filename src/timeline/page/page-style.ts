/** The rules of a timeline's page beside those of all pages. */
export const TIMELINE_STYLE = `
h1 { margin-bottom: 0.25rem; }
.player { position: sticky; top: 0; z-index: 1; margin: 1.25rem -1.25rem 0; padding: 0.75rem 1.25rem 0.9rem; background: var(--page); border-bottom: 1px solid var(--line); }
.transport { display: flex; align-items: center; gap: 0.9rem; margin-bottom: 0.7rem; }
.transport button { flex: none; width: 2.75rem; height: 2.75rem; border: 0; border-radius: 50%; background: var(--accent); color: var(--page); cursor: pointer; display: grid; place-items: center; }
.transport button:disabled { background: var(--line); cursor: default; }
.transport button svg { width: 1.15rem; height: 1.15rem; fill: currentColor; }
.transport .pause, .playing .transport .play { display: none; }
.playing .transport .pause { display: block; }
.clock { font-variant-numeric: tabular-nums; white-space: nowrap; }
.clock output { display: inline-block; min-width: 4.2ch; font-size: 1.25rem; font-weight: 600; }
.transport select { margin-left: auto; padding: 0.35rem 0.5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: var(--text); font: inherit; font-size: 0.9rem; }
.missing { margin: 0 0 0.7rem; padding: 0.55rem 0.9rem; border-radius: 6px; background: var(--caution-panel); color: var(--caution); font-size: 0.92rem; max-width: none; }
.missing input { max-width: 100%; font: inherit; }
canvas { display: block; width: 100%; border-radius: 6px; background: var(--panel); cursor: pointer; touch-action: pan-y; }
#detail { height: 9.5rem; }
#overview { height: 2.75rem; margin-top: 0.4rem; }
.now { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr); gap: 0.5rem 2.5rem; align-items: start; margin: 1.25rem 0 0; padding: 1rem 1.25rem; border-radius: 8px; background: var(--panel); min-height: 9rem; }
.now .emotion { font-size: 1.7rem; font-weight: 650; line-height: 1.2; letter-spacing: -0.01em; }
.now .emotion i { display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.45em; border-radius: 3px; background: var(--own, var(--line)); }
.now p { margin: 0.35rem 0 0; }
.bars { display: grid; grid-template-columns: max-content minmax(0, 1fr) 3.2rem; gap: 0.28rem 0.8rem; margin: 0; align-items: center; font-size: 0.92rem; }
.bars div { display: contents; }
.bars dt { color: var(--text); font-size: 0.92rem; }
.bars dd { margin: 0; font-variant-numeric: tabular-nums; text-align: right; }
.bars .track { height: 0.6rem; border-radius: 3px; background: var(--line); overflow: hidden; }
.bars .track i { display: block; height: 100%; width: 0; background: var(--own); transition: width 120ms linear; }
.shares { display: flex; height: 0.9rem; margin-top: 1rem; border-radius: 4px; overflow: hidden; gap: 1px; }
.shares i { background: var(--own); min-width: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.35rem; margin: 0.7rem 0 0; padding: 0; list-style: none; max-width: none; }
.legend li { margin: 0; }
.legend button { display: flex; align-items: center; gap: 0.5rem; min-height: 2rem; padding: 0.2rem 0.75rem; border: 1px solid var(--line); border-radius: 999px; background: none; color: var(--text); font: inherit; font-size: 0.9rem; cursor: pointer; }
.legend button[aria-pressed="false"] { opacity: 0.5; text-decoration: line-through; }
.swatch { flex: none; display: inline-block; width: 0.75rem; height: 0.75rem; border-radius: 3px; background: var(--own); }
.legend span:last-child { color: var(--quiet); font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.94rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.42rem 0.75rem; text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
tbody tr { cursor: pointer; scroll-margin: 19rem 0 2rem; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody tr:hover > * { background: var(--panel); }
tbody tr.current > * { background: color-mix(in srgb, var(--own) 16%, var(--page)); }
tbody tr.current > :first-child { box-shadow: inset 3px 0 var(--own); }
tbody button { padding: 0; border: 0; background: none; color: var(--accent); font: inherit; cursor: pointer; white-space: nowrap; }
td.emotion { white-space: nowrap; }
td.emotion .swatch { margin-right: 0.5rem; }
td.next { color: var(--quiet); }
.meter { display: inline-block; width: 5rem; height: 0.5rem; margin-right: 0.6rem; border-radius: 3px; background: var(--line); overflow: hidden; vertical-align: middle; }
.meter i { display: block; height: 100%; background: var(--own); }
kbd { padding: 0.05rem 0.4rem; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); font: inherit; font-size: 0.85em; }
.help { display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; max-width: none; }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--quiet); max-width: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) {
  #detail { height: 7.5rem; }
  .now { grid-template-columns: 1fr; }
  .meter, td.next, th.next, .help { display: none; }
  th, td { padding-inline: 0.4rem; }
  tbody tr { scroll-margin-top: 17rem; }
}
@media (prefers-reduced-motion: reduce) { .bars .track i { transition: none; } }
@media print { .player, .help { display: none; } }
`;
