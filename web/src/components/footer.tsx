import type { JSX } from "preact";
import { VERSION } from "../../../src/version.ts";
import { words } from "../state/language.ts";

const RESPONSIBLE = "https://github.com/affekt/affekt/blob/main/docs/responsible-use.md";

/** What people should know before they rely on it. */
export function Footer(): JSX.Element {
  const { responsible, responsibleLink, privacy, offline } = words.value;
  return (
    <footer>
      <p>
        {responsible}{" "}
        <a href={RESPONSIBLE} rel="noreferrer">
          {responsibleLink}
        </a>
      </p>
      <p class="quiet">
        {privacy} {offline} Affekt {VERSION}.
      </p>
    </footer>
  );
}
