import type { JSX } from "preact";
import { clockTime } from "../../../src/timeline/formats/times.ts";
import { cssColour } from "../drawing/palette.ts";
import { model } from "../state/engine.ts";
import { emotionName, words } from "../state/language.ts";
import { recordings, select } from "../state/recordings.ts";
import { percent, Swatch } from "./emotion.tsx";
import { CardAnswer } from "./recording-cards.tsx";

/** The probabilities of all recordings side by side. */
export function Compare(): JSX.Element {
  const { compare, recording, emotion, duration } = words.value;
  const labels = model.value?.labels ?? [];
  return (
    <div class="comparison">
      <h2>{compare}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={compare}>
        <table class="compare">
          <thead>
            <tr>
              <th scope="col">{recording}</th>
              <th scope="col">{duration}</th>
              <th scope="col">{emotion}</th>
              {labels.map((label) => (
                <th key={label} scope="col" class="number">
                  <Swatch label={label} labels={labels} /> {emotionName(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {recordings.value.map((one) => {
              const { id, name, answer, timeline } = one;
              const probabilities = typeof answer === "object" ? answer.probabilities : [];
              return (
                <tr key={id}>
                  <th scope="row">
                    <button type="button" onClick={() => select(id)}>
                      {name}
                    </button>
                  </th>
                  <td class="number">
                    {timeline === undefined ? "" : clockTime(timeline.durationSeconds)}
                  </td>
                  <td class="answer">
                    <CardAnswer recording={one} />
                  </td>
                  {labels.map((label) => {
                    const found = probabilities.find(({ emotion }) => emotion === label);
                    if (found === undefined) return <td key={label} class="number" />;
                    const share = percent(found.probability);
                    return (
                      <td
                        key={label}
                        class="number cell"
                        style={{ "--own": cssColour(label, labels), "--share": `${share}%` }}
                      >
                        {share} %
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
