/** HTML or SVG text that `html` does not escape. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of an `html` template. Strings and numbers are escaped. */
export type Content = string | number | Markup | readonly Markup[];

/** A template tag that escapes its values, except markup: `` html`<p>${name}</p>` ``. */
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
