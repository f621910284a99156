import type { JSX } from "preact";
import { useRef } from "preact/hooks";

interface Props {
  readonly text: string;
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly isMain?: boolean;
  readonly isDisabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The kinds of files that hold sound. */
export const SOUND_FILES = "audio/*,video/*,.flac,.opus,.aiff,.aif,.au,.w64";

/** A button that asks for files. */
export function PickFiles({
  text,
  accept,
  isMultiple = false,
  isMain = false,
  isDisabled = false,
  onFiles,
}: Props): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={isMain ? "main" : ""}
        disabled={isDisabled}
        onClick={() => input.current!.click()}
      >
        {text}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMultiple}
        aria-label={text}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}
