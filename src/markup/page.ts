import { VERSION } from "../version.ts";
import { html, Markup } from "./html.ts";

/** The variables and rules that all pages share: light and dark, wide and narrow, screen and paper. */
export const PAGE_STYLE = `
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
p, ul { margin: 0.5rem 0; max-width: 46rem; }
ul { padding-left: 1.25rem; }
li { margin: 0.35rem 0; }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.caution { color: var(--caution); }
.warnings { padding: 0.9rem 1.2rem 0.9rem 2.2rem; border-radius: 6px; background: var(--caution-panel); max-width: none; }
@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.5rem; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  h2 { break-after: avoid; margin-top: 1.5rem; }
  * { print-color-adjust: exact; }
}
`;

/** The contents of a page. */
export interface PageParts {
  readonly title: string;
  /** CSS rules in addition to those of all pages. */
  readonly style: string;
  readonly body: Markup;
  /** Allows audio in `data:` URLs, or also of files beside the page and of those that are picked. */
  readonly playsAudio?: boolean | "of a file";
  /** A script at the end of the page. */
  readonly script?: string;
  /** The page loads itself again after so many seconds; default never. */
  readonly refreshSeconds?: number;
  /** The version of Affekt that made the results; by default the running one. */
  readonly version?: string;
}

/** A self-contained HTML page that loads nothing but a recording. Its pictures are SVG or `data:` URLs. */
export function page({
  title,
  style,
  body,
  playsAudio = false,
  script,
  refreshSeconds,
  version = VERSION,
}: PageParts): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:${playsAudio ? `; media-src data:${playsAudio === true ? "" : " blob: file: 'self'"}` : ""}${script === undefined ? "" : "; script-src 'unsafe-inline'"}"
        />
        ${refreshSeconds === undefined ? [] : html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <meta name="generator" content="Affekt ${version}" />
        <title>${title}</title>
        <style>
          ${new Markup(PAGE_STYLE)} ${new Markup(style)}
        </style>
      </head>
      <body>
        ${body}
        ${
          script === undefined
            ? []
            : html`<script>
                ${new Markup(script)};
              </script>`
        }
      </body>
    </html> `.text;
}
