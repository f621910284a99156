import type { JSX } from "preact";
import { language, setLanguage, words } from "../state/language.ts";

/** The page's name and its languages. */
export function Header(): JSX.Element {
  return (
    <header>
      <div>
        <h1>
          <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M4 13v6M10 8v16M16 3v26M22 10v12M28 14v4" />
          </svg>
          Affekt
        </h1>
        <p class="tagline">{words.value.tagline}</p>
      </div>
      <div class="languages" role="group" aria-label={words.value.language}>
        {(["en", "de"] as const).map((code) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={language.value === code}
            onClick={() => setLanguage(code)}
          >
            {code === "en" ? "English" : "Deutsch"}
          </button>
        ))}
      </div>
    </header>
  );
}
