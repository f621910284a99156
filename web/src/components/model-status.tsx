import type { JSX } from "preact";
import { isReady, loadModelAgain, modelState } from "../state/engine.ts";
import { words } from "../state/language.ts";
import { analyseAll } from "../state/recordings.ts";
import { adaptTo, profile } from "../state/voice.ts";
import { percent } from "./emotion.tsx";
import { Problem } from "./problem.tsx";

async function loadAgain(): Promise<void> {
  await loadModelAgain();
  if (!isReady.value) return;
  if (profile.value === undefined) analyseAll();
  else await adaptTo(profile.value);
}

/** How far the model has loaded. */
export function ModelStatus(): JSX.Element {
  const { loading, starting, ready, loadFailed, tryAgain } = words.value;
  const state = modelState.value;
  if (state.phase === "failed") {
    return (
      <Problem title={loadFailed} error={state.error}>
        <button type="button" onClick={() => void loadAgain()}>
          {tryAgain}
        </button>
      </Problem>
    );
  }
  const text = {
    loading: state.phase === "loading" ? loading(percent(state.share)) : "",
    starting,
    ready,
  }[state.phase];
  return (
    <div class={`status ${state.phase}`}>
      {/* told once it starts and when it is ready: not each percent */}
      <span aria-live="polite" class="unseen">
        {state.phase === "loading" ? "" : text}
      </span>
      <span aria-hidden="true">{text}</span>
      {state.phase === "loading" && (
        <progress value={state.share} max={1} aria-label={loading(percent(state.share))} />
      )}
    </div>
  );
}
