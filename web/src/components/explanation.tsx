import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import { LONGEST_EXPLAINED } from "../../../src/explanation/explain.ts";
import type { Explanation } from "../../../src/explanation/explanation.ts";
import { strongest } from "../../../src/explanation/explanation-words.ts";
import { hzToMel } from "../../../src/signal/mel-scale.ts";
import { words } from "../state/language.ts";
import { explain, explained, stopExplaining } from "../state/explanation.ts";
import { live } from "../state/live.ts";
import type { Recording } from "../state/recordings.ts";
import { Canvas, type Draw } from "./canvas.tsx";
import { labelText, percent } from "./emotion.tsx";
import { Problem } from "./problem.tsx";

/** What carried the answer for a recording, upon request. */
export function ExplanationPart({ recording }: { readonly recording: Recording }): JSX.Element {
  const { why, whyText, whyBusy, stop } = words.value;
  const { answer } = recording;
  if (typeof answer !== "object" || answer.durationSeconds > LONGEST_EXPLAINED) return <></>;
  const { share, explanation, error } = explained.value ?? {};
  return (
    <section class="why" aria-label={why}>
      <div class="heading">
        <h3>{why}</h3>
        {share === undefined ? (
          explanation === undefined && (
            <button
              type="button"
              disabled={live.value !== undefined}
              onClick={() => void explain(recording)}
            >
              {whyText}
            </button>
          )
        ) : (
          <button type="button" onClick={stopExplaining}>
            {stop}
          </button>
        )}
      </div>
      {share !== undefined && (
        <div class="working" role="status">
          <progress value={share} aria-label={whyBusy} />
          <span>{whyBusy}</span>
        </div>
      )}
      {explanation !== undefined && <Found explanation={explanation} />}
      {error !== undefined && <Problem error={error} />}
    </section>
  );
}

function Found({ explanation }: { readonly explanation: Explanation }): JSX.Element {
  const { whyTime, whyBand, whyNothing, whyFor, whyAgainst, whyPicture } = words.value;
  const { emotion, probability, times, bands } = explanation;
  const [time, band] = [strongest(times), strongest(bands)];
  const name = labelText(emotion);
  const least = (parts: readonly { readonly probability: number }[]): number =>
    percent(Math.min(...parts.map(({ probability }) => probability)));
  const draw = useCallback<Draw>(
    (context, { width, height, colours }) => {
      const { regions, durationSeconds } = explanation;
      const largest = Math.max(...regions.map(({ influence }) => Math.abs(influence)), 1e-9);
      const top = Math.max(...bands.map(({ highHz }) => highHz));
      const y = (hz: number): number => height * (1 - hzToMel(hz, false) / hzToMel(top, false));
      for (const { startSeconds, endSeconds, lowHz, highHz, influence } of regions) {
        const left = (startSeconds / durationSeconds) * width;
        const right = (endSeconds / durationSeconds) * width;
        context.globalAlpha = Math.abs(influence) / largest;
        context.fillStyle = influence > 0 ? colours.support : colours.oppose;
        context.fillRect(left, y(highHz), right - left - 1, y(lowHz) - y(highHz) - 1);
        context.globalAlpha = 1;
        if (Math.abs(influence) < 0.25 * largest) continue;
        context.fillStyle = colours.text;
        context.font = "600 12px system-ui, sans-serif";
        context.textAlign = "center";
        context.textBaseline = "middle";
        const middle = (y(highHz) + y(lowHz)) / 2;
        context.fillText(influence > 0 ? "+" : "\u2212", (left + right) / 2, middle);
      }
      context.textAlign = "left";
      context.textBaseline = "bottom";
      context.font = "11px system-ui, sans-serif";
      for (const { lowHz } of bands) {
        context.fillStyle = colours.quiet;
        context.fillText(`${Math.round(lowHz)} Hz`, 4, y(lowHz) - 1);
      }
    },
    [explanation],
  );
  return (
    <>
      {time === undefined ? (
        <p>{whyNothing(name)}</p>
      ) : (
        <p>{whyTime(name, time[0].startSeconds, time.at(-1)!.endSeconds, least(time))}</p>
      )}
      {band !== undefined && <p>{whyBand(band[0].lowHz, band.at(-1)!.highHz, least(band))}</p>}
      <Canvas
        draw={draw}
        class="influence"
        role="img"
        aria-label={`${whyPicture}: ${name}, ${percent(probability)} %`}
      />
      <p class="quiet">
        <span class="sign support">+</span> {whyFor(name)} <span class="sign oppose">−</span>{" "}
        {whyAgainst(name)}
      </p>
    </>
  );
}
