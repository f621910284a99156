import { computed, effect, signal } from "@preact/signals";
import { ENGLISH } from "../words/english.ts";
import { GERMAN } from "../words/german.ts";
import type { Words } from "../words/words.ts";

const LANGUAGES = { en: ENGLISH, de: GERMAN } satisfies Record<string, Words>;

/** A language of the page. */
export type Language = keyof typeof LANGUAGES;

const KEY = "affekt-language";

function preferred(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === "en" || kept === "de") return kept;
  return navigator.language.startsWith("de") ? "de" : "en";
}

/** The language of the page. */
export const language = signal<Language>(preferred());

/** The words of the page in its language. */
export const words = computed<Words>(() => LANGUAGES[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
  document.title = words.value.title;
});

/** Changes the language, also for the next visit. */
export function setLanguage(to: Language): void {
  localStorage.setItem(KEY, to);
  language.value = to;
}

/** An emotion in the language of the page; that of a model with labels of its own as it is. */
export function emotionName(label: string): string {
  return words.value.emotions[label] ?? label;
}
