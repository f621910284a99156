import type { JSX } from "preact";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { clockTime } from "../../../src/timeline/formats/times.ts";
import { NOT_SURE } from "../../../src/timeline/timeline.ts";
import { drawWave } from "../drawing/wave.ts";
import { model } from "../state/engine.ts";
import { words } from "../state/language.ts";
import {
  type Recording,
  recordings,
  removeRecording,
  select,
  selected,
} from "../state/recordings.ts";
import { Canvas, type Draw } from "./canvas.tsx";
import { EmotionLabel, percent } from "./emotion.tsx";

/** All recordings as cards, of which one is shown in detail. */
export function RecordingCards(): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const { length } = recordings.value;
  useEffect(() => list.current!.scrollIntoView({ block: "nearest" }), [length]);
  return (
    <ul ref={list} class="cards">
      {recordings.value.map((recording) => (
        <Card key={recording.id} recording={recording} />
      ))}
    </ul>
  );
}

function Card({ recording }: { readonly recording: Recording }): JSX.Element {
  const { id, name, phase, timeline } = recording;
  const draw = useCallback<Draw>(
    (context, { width, height, colours }) => {
      if (timeline === undefined || timeline.durationSeconds === 0) return;
      const span = timeline.durationSeconds;
      drawWave(context, timeline, { from: 0, span, top: 0, width, height, bar: 2, colours });
    },
    [timeline],
  );
  return (
    <li class="card" data-phase={phase}>
      <button
        type="button"
        class="choose"
        aria-pressed={selected.value?.id === id}
        onClick={() => select(id)}
      >
        <span class="name">{name}</span>
        <Canvas draw={draw} aria-hidden="true" />
        <span class="answer">
          <CardAnswer recording={recording} />
        </span>
      </button>
      <button
        type="button"
        class="remove"
        aria-label={words.value.remove(name)}
        onClick={() => removeRecording(id)}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 2l8 8M10 2l-8 8" />
        </svg>
      </button>
    </li>
  );
}

/** A recording's answer in few words. */
export function CardAnswer({ recording }: { readonly recording: Recording }): JSX.Element {
  const { answer, phase, share } = recording;
  const { waiting, busy, busyShare, failed, silent, noSpeech, tooShort } = words.value;
  const labels = model.value?.labels ?? [];
  if (phase === "failed") return <span class="caution">{failed}</span>;
  if (answer === "silent") return <>{silent}</>;
  if (answer === "no-speech") return <>{noSpeech}</>;
  if (answer === "too-short") return <>{tooShort}</>;
  if (answer !== undefined) {
    const { emotion, sure, probabilities, durationSeconds } = answer;
    return (
      <>
        <EmotionLabel label={sure === false ? NOT_SURE : emotion} labels={labels} />
        <span class="quiet">
          {percent(probabilities[0]!.probability)} % · {clockTime(durationSeconds)}
        </span>
      </>
    );
  }
  if (phase === "waiting") return <>{waiting}</>;
  return <>{share === undefined ? busy : busyShare(percent(share))}</>;
}
