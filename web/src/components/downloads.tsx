import type { JSX } from "preact";
import { model } from "../state/engine.ts";
import { save, saveAnswers, saveTimeline, TIMELINE_FILES } from "../state/downloads.ts";
import { words } from "../state/language.ts";
import { type Recording, recordings } from "../state/recordings.ts";

const FORMATS = Object.keys(TIMELINE_FILES) as (keyof typeof TIMELINE_FILES)[];

/** Results as files. */
export function Downloads({ recording }: { readonly recording: Recording }): JSX.Element {
  const { downloads, downloadsText, forAll, formats, soundFile } = words.value;
  const { timeline, file, name } = recording;
  return (
    <section class="downloads" aria-label={downloads}>
      <h3>{downloads}</h3>
      <div class="row">
        <span class="quiet">{downloadsText}</span>
        {timeline !== undefined &&
          FORMATS.map((format) => (
            <button key={format} type="button" onClick={() => saveTimeline(timeline, format)}>
              {formats[format]}
            </button>
          ))}
        <button type="button" onClick={() => save(file, name, file.type)}>
          {soundFile}
        </button>
      </div>
      <div class="row">
        <span class="quiet">{forAll}</span>
        {(["json", "csv"] as const).map((format) => (
          <button
            key={format}
            type="button"
            aria-label={`${forAll} ${formats[format]!}`}
            onClick={() => saveAnswers(recordings.value, format, model.value?.labels ?? [])}
          >
            {formats[format]}
          </button>
        ))}
      </div>
    </section>
  );
}
