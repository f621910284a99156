/** Text that is HTML already, so that `html` does not escape it again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in an `html` template; strings and numbers are escaped. */
export type Content = string | number | Markup | readonly Markup[];

/** A template tag that escapes whatever is put in, apart from other markup: `` html`<p>${name}</p>` ``. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    strings.reduce((text, literal, i) => text + toHtml(contents[i - 1]!) + literal),
  );
}

function toHtml(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(({ text }) => text).join("\n");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
