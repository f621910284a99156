import type { JSX } from "preact";
import { words } from "../state/language.ts";
import { listen, live, liveError } from "../state/live.ts";
import { isReady } from "../state/engine.ts";
import { takeFiles } from "../state/take-files.ts";
import { LivePanel } from "./live-panel.tsx";
import { ModelStatus } from "./model-status.tsx";
import { PickFiles, SOUND_FILES } from "./pick-files.tsx";
import { Problem } from "./problem.tsx";

/** Where recordings come from: files and the microphone. */
export function Inputs(): JSX.Element {
  const { dropHere, dropText, choose, or, speak, speakText, privacyShort } = words.value;
  return (
    <section class="inputs" aria-label={words.value.dropTitle}>
      {live.value === undefined ? (
        <div class="ways">
          <div class="way drop">
            <svg class="picture" viewBox="0 0 48 48" aria-hidden="true">
              <path d="M24 32V10M15 19l9-9 9 9M8 32v6h32v-6" />
            </svg>
            <h2>{dropHere}</h2>
            <p class="quiet">{dropText}</p>
            <PickFiles text={choose} accept={SOUND_FILES} isMultiple isMain onFiles={takeFiles} />
          </div>
          <p class="or" aria-hidden="true">
            {or}
          </p>
          <div class="way">
            <button
              type="button"
              class="microphone"
              disabled={!isReady.value}
              aria-label={speak}
              onClick={() => void listen()}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
              </svg>
            </button>
            <h2>{speak}</h2>
            <p class="quiet">{speakText}</p>
          </div>
        </div>
      ) : (
        <LivePanel live={live.value} />
      )}
      {liveError.value !== undefined && <Problem error={liveError.value} />}
      <div class="under">
        <p class="quiet private">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />
          </svg>
          {privacyShort}
        </p>
        <ModelStatus />
      </div>
    </section>
  );
}
