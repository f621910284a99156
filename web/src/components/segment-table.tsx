import type { JSX } from "preact";
import { clockTime } from "../../../src/timeline/formats/times.ts";
import { labelOf, type Timeline, type TimelineSegment } from "../../../src/timeline/timeline.ts";
import { emotionName, words } from "../state/language.ts";
import { seek } from "../state/player.ts";
import { currentSegment } from "../state/view.ts";
import { EmotionLabel, ownColour, percent } from "./emotion.tsx";

/** The segments of a timeline. A click on a time moves the player there. */
export function SegmentTable({ timeline }: { readonly timeline: Timeline }): JSX.Element {
  const { time, emotion, confidence, nextProbable, nobodySpeaks } = words.value;
  if (timeline.segments.length === 0) return <p class="empty">{nobodySpeaks}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={words.value.timeline}>
      <table class="segments">
        <thead>
          <tr>
            <th scope="col">{time}</th>
            <th scope="col">{emotion}</th>
            <th scope="col">{confidence}</th>
            <th scope="col" class="next">
              {nextProbable}
            </th>
          </tr>
        </thead>
        <tbody>
          {timeline.segments.map((segment) => (
            <Row key={segment.startSeconds} segment={segment} labels={timeline.labels} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly segment: TimelineSegment;
  readonly labels: readonly string[];
}

function Row({ segment, labels }: RowProps): JSX.Element {
  const { startSeconds, endSeconds, confidence, isSure, probabilities } = segment;
  const label = labelOf(segment);
  const isCurrent = currentSegment.value === segment;
  const next = probabilities
    .slice(isSure ? 1 : 0, isSure ? 3 : 2)
    .map(({ emotion, probability }) => `${emotionName(emotion)} ${percent(probability)} %`);
  return (
    <tr
      class={isCurrent ? "current" : ""}
      aria-current={isCurrent ? "true" : undefined}
      style={ownColour(label, labels)}
    >
      <td>
        <button type="button" onClick={() => seek(startSeconds + 0.001)}>
          {clockTime(startSeconds)}–{clockTime(endSeconds)}
        </button>
      </td>
      <td class="emotion">
        <EmotionLabel label={label} labels={labels} />
      </td>
      <td>
        <span class="meter">
          <span style={{ width: `${percent(confidence)}%` }} />
        </span>
        {percent(confidence)} %
      </td>
      <td class="next">{next.join(", ")}</td>
    </tr>
  );
}
