import type { JSX } from "preact";
import { model } from "../state/engine.ts";
import { words } from "../state/language.ts";
import { canChange } from "../state/live.ts";
import { changeModel, ownModelError } from "../state/take-files.ts";
import { EmotionLabel } from "./emotion.tsx";
import { PickFiles } from "./pick-files.tsx";
import { Problem } from "./problem.tsx";

/** The model that answers, and the choice of another one. */
export function ModelPanel(): JSX.Element {
  const { modelTitle, modelText, modelShipped, modelOwn, modelKnows, chooseModel, backToShipped } =
    words.value;
  const facts = model.value;
  return (
    <details class="panel" open={facts?.name !== undefined || ownModelError.value !== undefined}>
      <summary>
        <h2>{modelTitle}</h2>
        {facts !== undefined && (
          <span class="badge">
            {facts.name === undefined ? modelShipped : modelOwn(facts.name)}
          </span>
        )}
      </summary>
      <p>{modelText}</p>
      {facts !== undefined && (
        <p class="knows">
          <span class="quiet">{modelKnows}</span>
          {facts.labels.map((label) => (
            <EmotionLabel key={label} label={label} labels={facts.labels} />
          ))}
        </p>
      )}
      <div class="row">
        <PickFiles
          text={chooseModel}
          accept=".onnx"
          isDisabled={!canChange.value}
          onFiles={([file]) => void (file !== undefined && changeModel(file))}
        />
        {facts?.name !== undefined && (
          <button
            type="button"
            disabled={!canChange.value}
            onClick={() => void changeModel(undefined)}
          >
            {backToShipped}
          </button>
        )}
      </div>
      {ownModelError.value !== undefined && <Problem error={ownModelError.value} />}
    </details>
  );
}
