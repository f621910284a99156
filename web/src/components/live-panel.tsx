import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import { clockTime } from "../../../src/timeline/formats/times.ts";
import { NOT_SURE } from "../../../src/timeline/timeline.ts";
import type { Prediction } from "../../../src/prediction/prediction.ts";
import { fillLabelled } from "../drawing/pattern.ts";
import { model } from "../state/engine.ts";
import { words } from "../state/language.ts";
import { type HeardWindow, type Live, live, stopListening } from "../state/live.ts";
import { recordings } from "../state/recordings.ts";
import { Canvas, type Draw } from "./canvas.tsx";
import { Bars, EmotionLabel, labelText, percent } from "./emotion.tsx";

/** The seconds that the rolling picture shows. */
const SHOWN_SECONDS = 12;

const labelOf = ({ emotion, sure }: Prediction): string => (sure === false ? NOT_SURE : emotion);

/** A smoothed prediction, and whether it is sure. */
function withSure(prediction: Prediction): Prediction {
  const threshold = model.value?.threshold;
  if (threshold === undefined) return prediction;
  return { ...prediction, sure: prediction.probabilities[0]!.probability >= threshold };
}

/** What the microphone hears: the rolling answer, its probabilities and the last seconds. */
export function LivePanel({ live: { seconds, windows } }: { readonly live: Live }): JSX.Element {
  const { listening, liveTitle, liveWaits, stop, probabilities, overall } = words.value;
  const labels = model.value?.labels ?? [];
  const last = windows.at(-1);
  const answer = last?.state === "speech" ? withSure(last.smoothed) : undefined;
  const draw = useCallback<Draw>((context, { width, height, colours }) => {
    const { levels, windows, seconds } = live.value ?? { levels: [], windows: [], seconds: 0 };
    const from = seconds - SHOWN_SECONDS;
    const x = (at: number): number => ((at - from) / SHOWN_SECONDS) * width;
    const strip = 20;
    const wave = height - strip - 10;
    const bar = Math.max(2, ((seconds / levels.length) * width) / SHOWN_SECONDS - 2);
    for (const [i, level] of levels.entries()) {
      const left = x((i / levels.length) * seconds);
      if (left < -4) continue;
      context.fillStyle = colours.quiet;
      const size = Math.max(2, Math.sqrt(level) * wave);
      context.fillRect(left, (wave - size) / 2, bar, size);
    }
    for (const window of windows) {
      if (window.state !== "speech") continue;
      const [start, end] = centreOf(window);
      if (x(end) < 0) continue;
      const label = labelOf(withSure(window.smoothed));
      const place = [x(start), height - strip, x(end) - x(start) + 0.5, strip] as const;
      fillLabelled(context, place, { label, labels: model.value!.labels, colours });
    }
  }, []);
  return (
    <div class="live">
      <div class="live-head">
        <p class="listening">
          <span class="pulse" aria-hidden="true" /> {listening}
          <span class="clock">{clockTime(seconds)}</span>
        </p>
        <button type="button" class="main stop" onClick={stopListening}>
          <span class="square" aria-hidden="true" />
          {stop}
        </button>
      </div>
      {recordings.value.some(({ phase }) => phase === "waiting") && (
        <p class="quiet">{liveWaits}</p>
      )}
      <div class="now">
        <div>
          <p class="emotion" aria-live="polite">
            {answer === undefined ? (
              <QuietText window={last} />
            ) : (
              <EmotionLabel label={labelOf(answer)} labels={labels} />
            )}
          </p>
          <p class="quiet">{answer !== undefined && <AnswerText prediction={answer} />}</p>
        </div>
        <Bars labels={labels} probabilities={answer?.probabilities} name={probabilities} />
      </div>
      <Canvas draw={draw} class="rolling" role="img" aria-label={`${liveTitle}: ${overall}`} />
    </div>
  );
}

/** How probable an answer is, and what it is perhaps. */
export function AnswerText({ prediction }: { readonly prediction: Prediction }): JSX.Element {
  const { sureText, notSureText } = words.value;
  const { emotion, probabilities, sure } = prediction;
  const share = percent(probabilities[0]!.probability);
  return <>{sure === false ? notSureText(labelText(emotion), share) : sureText(share)}</>;
}

function QuietText({ window }: { readonly window: HeardWindow | undefined }): JSX.Element {
  const { silent, noSpeech } = words.value;
  if (window === undefined) return <>…</>;
  return <>{window.state === "silence" ? silent : noSpeech}</>;
}

/** The half second that a window stands for. */
function centreOf({ startSeconds, durationSeconds }: HeardWindow): readonly [number, number] {
  const middle = startSeconds + durationSeconds / 2;
  return [middle - 0.25, middle + 0.25];
}
