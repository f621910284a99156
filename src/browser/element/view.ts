import type { Prediction } from "../../prediction/prediction.ts";
import { STYLE } from "./style.ts";
import type { Words } from "./words.ts";

/** What the element shows, in its shadow. */
export class View {
  readonly #button = document.createElement("button");
  readonly #status = document.createElement("output");
  readonly #list = document.createElement("ul");
  #words: Words;

  constructor(root: ShadowRoot, words: Words, onClick: () => void) {
    this.#words = words;
    // a sheet that a script makes needs no leave of a Content-Security-Policy, unlike a style element
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#button.type = "button";
    this.#button.addEventListener("click", onClick);
    this.#button.part.add("button");
    this.#status.part.add("status");
    this.#list.part.add("probabilities");
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(this.#button, this.#status);
    root.append(bar, this.#list);
    this.setOn(false);
  }

  setWords(words: Words, isOn: boolean): void {
    this.#words = words;
    this.setOn(isOn);
  }

  setOn(isOn: boolean): void {
    this.#button.textContent = isOn ? this.#words.stop : this.#words.listen;
    this.#button.setAttribute("aria-pressed", String(isOn));
    this.#list.setAttribute("aria-label", this.#words.probabilities);
  }

  /** Shows a line in place of a prediction. */
  say(text: string): void {
    this.#list.replaceChildren();
    this.#announce(text);
  }

  /** Shows probabilities, in an order that does not change. */
  show({ emotion, probabilities }: Prediction): void {
    this.#announce(this.#nameOf(emotion));
    const rows = probabilities
      .toSorted((a, b) => (a.emotion < b.emotion ? -1 : 1))
      .map((one) => {
        const name = document.createElement("span");
        name.textContent = this.#nameOf(one.emotion);
        const meter = document.createElement("meter");
        meter.value = one.probability;
        meter.ariaLabel = name.textContent;
        const percent = document.createElement("span");
        percent.textContent = `${Math.round(100 * one.probability)} %`;
        const row = document.createElement("li");
        row.append(name, meter, percent);
        return row;
      });
    this.#list.replaceChildren(...rows);
  }

  /** A screen reader says a status when it changes. */
  #announce(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  #nameOf(emotion: string): string {
    return this.#words.emotions[emotion] ?? emotion;
  }
}
