/** The element's style, which pages change by custom properties and by `::part(button)`, `::part(status)` and `::part(probabilities)`. */
export const STYLE = `
:host {
  --affekt-accent: light-dark(#0b57d0, #a8c7fa);
  --affekt-gap: 0.5rem;
  display: inline-grid;
  gap: var(--affekt-gap);
  min-width: 16rem;
  font: 1rem/1.4 system-ui, sans-serif;
}
:host([hidden]) { display: none; }
.bar { display: flex; gap: var(--affekt-gap); align-items: center; }
button {
  font: inherit;
  min-height: 2.75rem;
  padding: 0 1rem;
  border: 1px solid var(--affekt-accent);
  border-radius: 0.5rem;
  color: var(--affekt-accent);
  background: Canvas;
  cursor: pointer;
}
button[aria-pressed="true"] { color: Canvas; background: var(--affekt-accent); }
button:focus-visible { outline: 3px solid var(--affekt-accent); outline-offset: 2px; }
ul { display: grid; gap: 0.125rem; margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 7em 1fr 3.5em; gap: var(--affekt-gap); align-items: center; }
li > :last-child { text-align: end; font-variant-numeric: tabular-nums; }
meter { width: 100%; height: 0.75rem; }
`;
