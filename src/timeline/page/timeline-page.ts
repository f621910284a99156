import { html, Markup } from "../../markup/html.ts";
import { page } from "../../markup/page.ts";
import { clockTime } from "../formats/times.ts";
import { labelOf, NOT_SURE, percentOf, type Timeline, type TimelineSegment } from "../timeline.ts";
import { emotionColour } from "./emotion-colours.ts";
import { TIMELINE_SCRIPT } from "./page-script.ts";
import { TIMELINE_STYLE } from "./page-style.ts";

/** Options of `timelinePage`. */
export interface TimelinePageOptions {
  /** The address of the recording: relative to the page, or a `data:` URL. Without one, the page asks for the file. */
  readonly audio?: string | undefined;
}

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/**
 * A timeline as an HTML page with a player, the waveform, the emotions and their probabilities in step with the sound, and a table of all
 * segments. It loads nothing but the recording; the table can be read without scripts.
 */
export function timelinePage(timeline: Timeline, { audio }: TimelinePageOptions = {}): string {
  const { recording, durationSeconds, segments, warnings } = timeline;
  const spoken = segments.reduce((sum, one) => sum + one.endSeconds - one.startSeconds, 0);
  return page({
    title: recording,
    style: `${coloursOf(timeline)}${TIMELINE_STYLE}`,
    playsAudio: "of a file",
    script: TIMELINE_SCRIPT,
    body: html`<h1>${recording}</h1>
      <p class="quiet">
        ${clockTime(durationSeconds)}, ${segments.length} segments${cutBy(timeline)}, speech in
        ${percentOf(durationSeconds === 0 ? 0 : Math.min(1, spoken / durationSeconds))} of the time
      </p>
      ${
        warnings.length === 0
          ? []
          : html`<ul class="warnings">
              ${warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
      }
      <main>
        ${player(timeline, audio)} ${now(timeline)} ${legend(timeline)}
        <h2>Segments</h2>
        ${segments.length === 0 ? html`<p class="empty">Nobody speaks in this recording.</p>` : table(timeline)}
      </main>
      <p class="quiet help">
        <span><kbd>space</kbd> play or pause</span>
        <span><kbd>←</kbd> <kbd>→</kbd> two seconds</span>
        <span><kbd>↑</kbd> <kbd>↓</kbd> segment before or after</span>
        <span><kbd>home</kbd> <kbd>end</kbd></span>
      </p>
      <p class="quiet">
        The model's guess for each segment; under ${percentOf(timeline.minConfidence)} it says
        “${NOT_SURE}”. Emotions that a model hears are not emotions that people have.
      </p>
      <script type="application/json" id="data">
        ${dataOf(timeline)}
      </script>`,
  });
}

function cutBy({ kind }: Timeline): string {
  return { pauses: " between pauses", windows: " of equal length", segments: "" }[kind];
}

/** The custom properties `--e0` … of the labels' colours, and one for what is not sure. */
function coloursOf({ labels }: Timeline): string {
  const rules = [...labels, NOT_SURE].map((label, i) => {
    const { light, dark } = emotionColour(label, labels);
    return [`--e${i}: ${light};`, `--e${i}: ${dark};`] as const;
  });
  // canvases read them, so that light-dark() would not do
  const [light, dark] = [rules.map(([rule]) => rule), rules.map(([, rule]) => rule)];
  return `:root { ${light.join(" ")} --page: #ffffff; --line: #d9dfe6; --text: #1a1f26; --quiet: #566170; }
@media screen and (prefers-color-scheme: dark) { :root { ${dark.join(" ")} --page: #0f1317; --line: #303a45; --text: #e7ebf0; --quiet: #a3aebb; } }
`;
}

const indexOf = (label: string, labels: readonly string[]): number =>
  label === NOT_SURE ? labels.length : labels.indexOf(label);

const own = (label: string, labels: readonly string[]): string =>
  `--own: var(--e${indexOf(label, labels)})`;

function player({ durationSeconds }: Timeline, source = ""): Markup {
  return html`<div class="player">
    <audio preload="metadata" ${source === "" ? [] : html`src="${source}"`}></audio>
    <div class="transport">
      <button type="button" aria-label="Play">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path class="play" d="M3.5 1.6v12.8L14 8z" />
          <path class="pause" d="M3 2h3.6v12H3zm6.4 0H13v12H9.4z" />
        </svg>
      </button>
      <span class="clock"
        ><output id="clock">0:00.0</output>
        <span class="quiet">/ ${clockTime(durationSeconds)}</span></span
      >
      <select aria-label="Speed">
        ${SPEEDS.map(
          (speed) =>
            html`<option value="${speed}" ${speed === 1 ? html`selected` : []}>${speed} ×</option>`,
        )}
      </select>
    </div>
    <p class="missing" hidden>
      <label
        >The browser cannot play the recording from here. Choose its file to listen:
        <input type="file" accept="audio/*,video/*"
      /></label>
    </p>
    <canvas
      id="detail"
      tabindex="0"
      role="slider"
      aria-label="Position in the recording"
      aria-valuemin="0"
      aria-valuemax="${durationSeconds.toFixed(1)}"
      aria-valuenow="0"
    ></canvas>
    <canvas id="overview" aria-hidden="true"></canvas>
  </div>`;
}

function now({ labels }: Timeline): Markup {
  return html`<section class="now" aria-label="Now">
    <div>
      <div class="emotion"><i></i><span id="emotion">${"\u00a0"}</span></div>
      <p class="quiet" id="confidence"></p>
      <p id="text"></p>
    </div>
    <dl class="bars">
      ${labels.map(
        (label) =>
          html`<div style="${own(label, labels)}">
            <dt>${label}</dt>
            <dd class="track"><i></i></dd>
            <dd></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function legend({ segments, labels }: Timeline): Markup {
  const seconds = new Map<string, number>();
  let all = 0;
  for (const segment of segments) {
    const length = segment.endSeconds - segment.startSeconds;
    const label = labelOf(segment);
    seconds.set(label, (seconds.get(label) ?? 0) + length);
    all += length;
  }
  const shares = [...seconds].sort(([, a], [, b]) => b - a);
  if (shares.length === 0) return html``;
  return html`<div
      class="shares"
      role="img"
      aria-label="Share of each emotion in the time of speech"
    >
      ${shares.map(([label, length]) => html`<i style="${own(label, labels)}; flex: ${length.toFixed(2)}"></i>`)}
    </div>
    <ul class="legend" aria-label="Emotions, to show or hide">
      ${shares.map(
        ([label, length]) =>
          html`<li>
            <button
              type="button"
              aria-pressed="true"
              data-emotion="${label === NOT_SURE ? "" : label}"
              style="${own(label, labels)}"
            >
              <span class="swatch"></span><span>${label}</span
              ><span>${percentOf(length / all)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
}

function table({ segments, labels }: Timeline): Markup {
  const hasSpeakers = segments.some(({ speaker }) => speaker !== undefined);
  const hasTexts = segments.some(({ text }) => text !== undefined);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Time</th>
          ${hasSpeakers ? html`<th scope="col">Speaker</th>` : []}
          <th scope="col">Emotion</th>
          <th scope="col">Confidence</th>
          <th scope="col" class="next">Next probable</th>
          ${hasTexts ? html`<th scope="col">Text</th>` : []}
        </tr>
      </thead>
      <tbody>
        ${segments.map((segment) => row(segment, labels, hasSpeakers, hasTexts))}
      </tbody>
    </table>
  </div>`;
}

function row(
  segment: TimelineSegment,
  labels: readonly string[],
  hasSpeakers: boolean,
  hasTexts: boolean,
): Markup {
  const {
    startSeconds,
    endSeconds,
    speaker = "",
    text = "",
    confidence,
    isSure,
    probabilities,
  } = segment;
  const label = labelOf(segment);
  const next = probabilities
    .slice(isSure ? 1 : 0, isSure ? 3 : 2)
    .map(({ emotion, probability }) => `${emotion} ${percentOf(probability)}`);
  return html`<tr style="${own(label, labels)}">
    <td><button type="button">${clockTime(startSeconds)}–${clockTime(endSeconds)}</button></td>
    ${hasSpeakers ? html`<td>${speaker}</td>` : []}
    <td class="emotion"><span class="swatch"></span>${label}</td>
    <td>
      <span class="meter"><i style="width: ${Math.round(100 * confidence)}%"></i></span
      >${percentOf(confidence)}
    </td>
    <td class="next">${next.join(", ")}</td>
    ${hasTexts ? html`<td>${text}</td>` : []}
  </tr>`;
}

/** The data of the script, as JSON that is safe in a script element. */
function dataOf({ durationSeconds, labels, segments, levels }: Timeline): Markup {
  const largest = levels.reduce((a, b) => Math.max(a, b), 1e-3);
  const peaks = Array.from(levels, (level) => Math.round(255 * Math.sqrt(level / largest)));
  const data = {
    duration: durationSeconds,
    labels,
    segments: segments.map(
      ({ startSeconds, endSeconds, emotion, isSure, speaker, text, probabilities }) => {
        const of = new Map(probabilities.map((one) => [one.emotion, one.probability]));
        return {
          start: Number(startSeconds.toFixed(3)),
          end: Number(endSeconds.toFixed(3)),
          emotion,
          sure: isSure,
          speaker,
          text,
          p: labels.map((label) => Number(of.get(label)!.toFixed(3))),
        };
      },
    ),
    levels: btoa(String.fromCharCode(...peaks)),
  };
  return new Markup(JSON.stringify(data).replaceAll("<", String.raw`\u003c`));
}
