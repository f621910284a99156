import type { ComponentChildren, JSX } from "preact";
import { AffektError } from "../../../src/errors.ts";
import { words } from "../state/language.ts";

interface Props {
  readonly error: Error;
  /** What went wrong, where the error alone does not tell. */
  readonly title?: string;
  /** What can be done. */
  readonly children?: ComponentChildren;
}

/** An error in the language of the page, with its own message as details. */
export function Problem({ error, title, children }: Props): JSX.Element {
  const { errors, details } = words.value;
  const code = error instanceof AffektError ? error.code : "other";
  const text =
    code === "unsupported" && error.message.startsWith("microphone:")
      ? errors.microphone
      : errors[code];
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{title}</strong> {text}
      </p>
      <details>
        <summary>{details}</summary>
        <p lang="en">{error.message}</p>
      </details>
      {children}
    </div>
  );
}
