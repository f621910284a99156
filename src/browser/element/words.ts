import type { SoundState } from "../../prediction/streaming/stream-events.ts";

/** What the element says. */
export interface Words {
  readonly listen: string;
  readonly stop: string;
  readonly loading: string;
  readonly waiting: string;
  readonly states: Readonly<Record<Exclude<SoundState, "speech">, string>>;
  readonly probabilities: string;
  readonly failed: string;
  /** By the model's labels; another label is shown as it is. */
  readonly emotions: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<"en" | "de", Words>> = {
  en: {
    listen: "Listen",
    stop: "Stop",
    loading: "Loading the model",
    waiting: "Listening",
    states: { silence: "Silence", "not-speech": "No speech" },
    probabilities: "Probabilities",
    failed: "Failed",
    emotions: {},
  },
  de: {
    listen: "Zuhören",
    stop: "Stopp",
    loading: "Das Modell wird geladen",
    waiting: "Hört zu",
    states: { silence: "Stille", "not-speech": "Keine Sprache" },
    probabilities: "Wahrscheinlichkeiten",
    failed: "Fehlgeschlagen",
    emotions: {
      angry: "wütend",
      boredom: "gelangweilt",
      calm: "ruhig",
      disgust: "angewidert",
      fearful: "ängstlich",
      happy: "fröhlich",
      neutral: "neutral",
      sad: "traurig",
      surprised: "überrascht",
    },
  },
};

/** The words of a language, such as `de-AT`; English where there are none. */
export function wordsOf(language: string): Words {
  return /^de\b/i.test(language) ? WORDS.de : WORDS.en;
}
