import type { EmotionModel } from "../../prediction/emotion-model.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { loadModel } from "../load-model.ts";
import { type Microphone, microphone } from "../microphone.ts";
import { View } from "./view.ts";
import { type Words, wordsOf } from "./words.ts";

/** What `<affekt-mic>` is doing. */
export type MicState = "off" | "loading" | "listening";

/** The events of `<affekt-mic>` by their names. */
export interface AffektMicEventMap {
  /** A window: its state, and where there is speech its emotion and probabilities. */
  readonly prediction: CustomEvent<StreamEvent>;
  readonly statechange: CustomEvent<MicState>;
  /** What ended it. */
  readonly error: CustomEvent<unknown>;
}

// a server that renders pages has no elements
const Base = (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (Object as never);

/**
 * `<affekt-mic>`: a button that listens to the microphone and shows the emotion of the voice, every second for the last three. Nothing
 * leaves the machine.
 *
 * Attributes: `src`, the address of a model (default: the model that ships); `lang` (`en`, `de`; default: that of the page); `worklet`, the
 * address of `microphone-worklet.js` for pages whose Content-Security-Policy forbids scripts from `blob:`.
 */
export class AffektMic extends Base {
  static readonly observedAttributes = ["src", "lang"];
  readonly #view: View;
  #state: MicState = "off";
  #model: Promise<EmotionModel> | undefined;
  #running: AbortController | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const toggle = (): unknown => (this.#state === "off" ? this.start() : this.stop());
    this.#view = new View(root, this.#words, () => void toggle());
  }

  /** What it is doing. */
  get state(): MicState {
    return this.#state;
  }

  /** The address of the model; empty for the one that ships. */
  get src(): string {
    return this.getAttribute("src") ?? "";
  }

  set src(address: string) {
    this.setAttribute("src", address);
  }

  connectedCallback(): void {
    this.#view.setWords(this.#words, this.#state !== "off");
  }

  disconnectedCallback(): void {
    this.stop();
    this.#forgetModel();
  }

  attributeChangedCallback(name: string): void {
    if (name === "lang") this.#view.setWords(this.#words, this.#state !== "off");
    else {
      this.stop();
      this.#forgetModel();
    }
  }

  /** Listens until `stop()`, as a click does. Settles when it has ended; what went wrong is the event `error`. */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const running = new AbortController();
    this.#running = running;
    try {
      await this.#listen(running.signal);
      if (!running.signal.aborted) this.#view.say(""); // the microphone has ended
    } catch (error) {
      if (!running.signal.aborted) this.#fail(error);
    } finally {
      if (this.#running === running) this.#end();
    }
  }

  /** Ends it and frees the microphone. */
  stop(): void {
    this.#running?.abort();
    if (this.#running === undefined) return;
    this.#view.say("");
    this.#end();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    this.#enter("loading");
    this.#view.say(this.#words.loading);
    const mic = await microphone({ signal, worklet: this.getAttribute("worklet") ?? undefined });
    const model = await this.#modelFor(mic, signal);
    this.#enter("listening");
    this.#view.say(this.#words.waiting);
    for await (const event of model.listen(mic, { utterances: false })) {
      if (signal.aborted) return;
      if (event.type !== "window") continue;
      if (event.state === "speech") this.#view.show(event.smoothed);
      else this.#view.say(this.#words.states[event.state]);
      this.dispatchEvent(new CustomEvent("prediction", { detail: event, bubbles: true }));
    }
  }

  /** The model; it stays loaded for the next time. */
  async #modelFor(mic: Microphone, signal: AbortSignal): Promise<EmotionModel> {
    this.#model ??= loadModel(this.src || undefined);
    try {
      const model = await this.#model;
      signal.throwIfAborted();
      return model;
    } catch (error) {
      if (!signal.aborted) this.#model = undefined;
      await mic.stop();
      throw error;
    }
  }

  #forgetModel(): void {
    void this.#model?.then((model) => model.release()).catch(() => {});
    this.#model = undefined;
  }

  #fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#view.say(`${this.#words.failed}: ${reason}`);
    this.dispatchEvent(new CustomEvent("error", { detail: error }));
  }

  #end(): void {
    this.#running = undefined;
    this.#enter("off");
  }

  #enter(state: MicState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#view.setOn(state !== "off");
    this.dispatchEvent(new CustomEvent("statechange", { detail: state }));
  }

  get #words(): Words {
    const language = this.closest<HTMLElement>("[lang]")?.lang;
    return wordsOf(language || document.documentElement.lang || navigator.language);
  }
}

/** Makes `<affekt-mic>` known to the page, where there is one. */
export function defineAffektMic(): void {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry?.get("affekt-mic") === undefined) registry?.define("affekt-mic", AffektMic);
}
