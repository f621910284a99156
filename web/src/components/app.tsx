import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { words } from "../state/language.ts";
import { recordings, selected } from "../state/recordings.ts";
import { takeFiles } from "../state/take-files.ts";
import { Compare } from "./compare.tsx";
import { Detail } from "./detail.tsx";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import { Inputs } from "./inputs.tsx";
import { ModelPanel } from "./model-panel.tsx";
import { CardAnswer, RecordingCards } from "./recording-cards.tsx";
import { VoicePanel } from "./voice-panel.tsx";

/** The page. */
export function App(): JSX.Element {
  useEffect(acceptDrops, []);
  const { skip, emptyTitle, emptyText, recordings: title } = words.value;
  const recording = selected.value;
  const isSeveral = recordings.value.length > 1;
  return (
    <>
      <a class="skip" href="#results">
        {skip}
      </a>
      <Header />
      <main>
        <Inputs />
        <section id="results" class="results" tabIndex={-1} aria-label={title}>
          {recording === undefined ? (
            <div class="empty">
              <p class="empty-title">{emptyTitle}</p>
              <p>{emptyText}</p>
            </div>
          ) : (
            <>
              <p class="unseen" role="status">
                {(recording.phase === "done" || recording.phase === "failed") && (
                  <>
                    {recording.name}: <CardAnswer recording={recording} />
                  </>
                )}
              </p>
              <RecordingCards />
              <Detail key={recording.id} recording={recording} />
              {isSeveral && <Compare />}
            </>
          )}
        </section>
        <VoicePanel />
        <ModelPanel />
      </main>
      <Footer />
    </>
  );
}

/** Takes files that are dropped anywhere on the page. */
function acceptDrops(): () => void {
  let depth = 0;
  const mark = (by: number): void => {
    depth = Math.max(0, depth + by);
    document.body.classList.toggle("dropping", depth > 0);
  };
  const listeners: Readonly<Record<string, (event: DragEvent) => void>> = {
    dragenter: () => mark(1),
    dragleave: () => mark(-1),
    dragover: (event) => event.preventDefault(),
    drop: (event) => {
      event.preventDefault();
      mark(-depth);
      takeFiles([...(event.dataTransfer?.files ?? [])]);
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    addEventListener(type, listener as EventListener);
  }
  return () => {
    for (const [type, listener] of Object.entries(listeners)) {
      removeEventListener(type, listener as EventListener);
    }
  };
}
