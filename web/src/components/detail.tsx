import type { JSX } from "preact";
import { NOT_SURE, labelOf } from "../../../src/timeline/timeline.ts";
import { model } from "../state/engine.ts";
import { words } from "../state/language.ts";
import { analyseAll, type Recording, windowSeconds } from "../state/recordings.ts";
import { currentSegment } from "../state/view.ts";
import { Downloads } from "./downloads.tsx";
import { Bars, EmotionLabel, labelText, percent } from "./emotion.tsx";
import { ExplanationPart } from "./explanation.tsx";
import { AnswerText } from "./live-panel.tsx";
import { Player } from "./player.tsx";
import { Problem } from "./problem.tsx";
import { SegmentTable } from "./segment-table.tsx";

const WINDOWS = [1, 2, 5, 10];

/** A recording in detail. */
export function Detail({ recording }: { readonly recording: Recording }): JSX.Element {
  const { name, phase, share, timeline, spectrogram, error } = recording;
  const { busy, busyShare, waiting, keys, timeline: timelineName } = words.value;
  const busyText = share === undefined ? busy : busyShare(percent(share));
  return (
    <article class="detail-view" aria-labelledby="recording-name" aria-busy={phase === "busy"}>
      <h2 id="recording-name">{name}</h2>
      {error !== undefined && <Problem error={error} />}
      <Answer recording={recording} />
      {(phase === "busy" || phase === "waiting") && (
        <div class="working" role="status">
          <progress {...(share !== undefined && { value: share })} aria-label={busy} />
          <span>{phase === "busy" ? busyText : waiting}</span>
        </div>
      )}
      {timeline !== undefined && timeline.durationSeconds > 0 && (
        <>
          <Player timeline={timeline} spectrogram={spectrogram} />
          <p class="quiet help">
            {keys.map(([key, meaning]) => (
              <span key={key}>
                <kbd>{key}</kbd> {meaning}
              </span>
            ))}
          </p>
          <div class="heading">
            <h3>{timelineName}</h3>
            <Division />
          </div>
          <SegmentTable timeline={timeline} />
          <ExplanationPart recording={recording} />
          <Downloads recording={recording} />
        </>
      )}
    </article>
  );
}

/** The answer for the whole recording, and that of the moment while it plays. */
function Answer({
  recording: { answer, timeline },
}: {
  readonly recording: Recording;
}): JSX.Element {
  const {
    overall,
    meanOver,
    now,
    probabilities: name,
    silent,
    silentText,
    noSpeech,
    noSpeechText,
    tooShort,
    tooShortText,
    pause,
  } = words.value;
  const labels = timeline?.labels ?? model.value?.labels ?? [];
  if (answer === undefined) return <></>;
  const quiet = {
    silent: [silent, silentText],
    "no-speech": [noSpeech, noSpeechText],
    "too-short": [tooShort, tooShortText],
  } as const;
  if (typeof answer === "string") {
    const [title, text] = quiet[answer];
    return (
      <div class="now">
        <div>
          <p class="emotion">{title}</p>
          <p class="quiet">{text}</p>
        </div>
      </div>
    );
  }
  const segment = currentSegment.value;
  const count = answer.windows.length;
  const isSplit = (timeline?.segments.length ?? 0) > 1;
  return (
    <div class={`answers ${isSplit ? "split" : ""}`}>
      <section class="now" aria-label={overall}>
        <div>
          <p class="quiet">{count > 1 ? meanOver(count) : overall}</p>
          <p class="emotion">
            <EmotionLabel
              label={answer.sure === false ? NOT_SURE : answer.emotion}
              labels={labels}
            />
          </p>
          <p class="quiet">
            <AnswerText prediction={answer} />
          </p>
        </div>
        <Bars labels={labels} probabilities={answer.probabilities} name={`${name}: ${overall}`} />
      </section>
      {isSplit && (
        <section class="now" aria-label={now}>
          <div>
            <p class="quiet">{now}</p>
            <p class="emotion">
              {segment === undefined ? (
                pause
              ) : (
                <EmotionLabel label={labelOf(segment)} labels={labels} />
              )}
            </p>
            <p class="quiet">
              {segment !== undefined &&
                `${labelText(segment.emotion)} ${percent(segment.confidence)} %`}
            </p>
          </div>
          <Bars labels={labels} probabilities={segment?.probabilities} name={`${name}: ${now}`} />
        </section>
      )}
    </div>
  );
}

/** How recordings are divided into segments. */
function Division(): JSX.Element {
  const { division, byPauses, byWindows } = words.value;
  return (
    <label class="division">
      {division}{" "}
      <select
        value={windowSeconds.value ?? ""}
        onChange={({ currentTarget: { value } }) => {
          windowSeconds.value = value === "" ? undefined : Number(value);
          analyseAll();
        }}
      >
        <option value="">{byPauses}</option>
        {WINDOWS.map((seconds) => (
          <option key={seconds} value={seconds}>
            {byWindows(seconds)}
          </option>
        ))}
      </select>
    </label>
  );
}
