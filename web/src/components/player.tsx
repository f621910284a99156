import type { JSX } from "preact";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import { PALETTE } from "../../../src/pictures/colour-map.ts";
import { clockTime } from "../../../src/timeline/formats/times.ts";
import type { Timeline } from "../../../src/timeline/timeline.ts";
import { drawCursor, drawDetail } from "../drawing/detail.ts";
import { drawWave } from "../drawing/wave.ts";
import { words } from "../state/language.ts";
import { isPlaying, position, seek, speed, togglePlay } from "../state/player.ts";
import { stepSegment, visibleSpan } from "../state/view.ts";
import type { Spectrogram } from "../worker/spectrogram.ts";
import { Canvas, type Draw } from "./canvas.tsx";
import { labelText } from "./emotion.tsx";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

interface Props {
  readonly timeline: Timeline;
  readonly spectrogram: Spectrogram | undefined;
}

/** The player of a recording: its sound, waveform, emotions, probabilities and spectrogram. */
export function Player({ timeline, spectrogram }: Props): JSX.Element {
  const { durationSeconds } = timeline;
  const { waveform, spectrogram: spectrogramName } = words.value;
  const detail = useCallback<Draw>(
    (context, { width, height, colours }) => {
      const visible = visibleSpan(durationSeconds, width);
      const view = { ...visible, at: position.value, width, height, colours, nameOf: labelText };
      drawDetail(context, timeline, view);
    },
    [timeline],
  );
  const overview = useMemo(() => overviewOf(timeline), [timeline]);
  const onKey = onPlayerKey(durationSeconds);
  useEffect(() => {
    // keys that nothing else takes
    const listener = (event: KeyboardEvent): void => {
      if (event.target === document.body) onKey(event);
    };
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, [durationSeconds]);
  const seekVisible = (event: PointerEvent): void => {
    const { share, width } = placeOf(event);
    const { from, span } = visibleSpan(durationSeconds, width);
    seek(from + share * span);
  };
  return (
    <div class="player">
      <Transport durationSeconds={durationSeconds} />
      <Canvas
        draw={detail}
        class="detail"
        tabIndex={0}
        role="slider"
        aria-label={waveform}
        aria-valuemin={0}
        aria-valuemax={round(durationSeconds)}
        aria-valuenow={round(position.value)}
        aria-valuetext={clockTime(position.value)}
        onKeyDown={onKey}
        onPointerDown={seekVisible}
      />
      {spectrogram !== undefined && (
        <SpectrogramCanvas
          spectrogram={spectrogram}
          durationSeconds={durationSeconds}
          name={spectrogramName}
          onPointerDown={seekVisible}
        />
      )}
      {durationSeconds > 40 && (
        <Canvas
          draw={overview}
          class="overview"
          aria-hidden="true"
          onPointerDown={(event) => seek(placeOf(event).share * durationSeconds)}
        />
      )}
    </div>
  );
}

/** Draws all of a recording and the part of it that is seen in detail. The wave is drawn once for each size and colour scheme. */
function overviewOf(timeline: Timeline): Draw {
  const { durationSeconds } = timeline;
  let key = "";
  let wave = new OffscreenCanvas(1, 1);
  return (context, { width, height, colours }) => {
    const { from, span } = visibleSpan(durationSeconds, width);
    if (key !== `${width} ${height} ${colours.page}`) {
      key = `${width} ${height} ${colours.page}`;
      wave = new OffscreenCanvas(
        Math.ceil(width * devicePixelRatio),
        Math.ceil(height * devicePixelRatio),
      );
      const own = wave.getContext("2d")!;
      own.scale(devicePixelRatio, devicePixelRatio);
      const all = { from: 0, span: durationSeconds, top: 3, width, height: height - 6 };
      drawWave(own, timeline, { ...all, bar: 1, colours });
    }
    context.drawImage(wave, 0, 0, wave.width / devicePixelRatio, wave.height / devicePixelRatio);
    context.fillStyle = colours.text;
    context.globalAlpha = 0.12;
    context.fillRect((from / durationSeconds) * width, 0, (span / durationSeconds) * width, height);
    context.globalAlpha = 1;
    drawCursor(context, (position.value / durationSeconds) * width, height, colours);
  };
}

function Transport({ durationSeconds }: { readonly durationSeconds: number }): JSX.Element {
  const { play, pauseSound, speed: speedName } = words.value;
  return (
    <div class={`transport ${isPlaying.value ? "playing" : ""}`}>
      <button type="button" aria-label={isPlaying.value ? pauseSound : play} onClick={togglePlay}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {isPlaying.value ? (
            <path d="M3 2h3.6v12H3zm6.4 0H13v12H9.4z" />
          ) : (
            <path d="M3.5 1.6v12.8L14 8z" />
          )}
        </svg>
      </button>
      <span class="clock">
        <span class="at">{clockTime(position.value)}</span>
        <span class="quiet"> / {clockTime(durationSeconds)}</span>
      </span>
      <select
        aria-label={speedName}
        value={speed.value}
        onChange={({ currentTarget }) => (speed.value = Number(currentTarget.value))}
      >
        {SPEEDS.map((value) => (
          <option key={value} value={value}>
            {value} ×
          </option>
        ))}
      </select>
    </div>
  );
}

interface SpectrogramProps {
  readonly spectrogram: Spectrogram;
  readonly durationSeconds: number;
  readonly name: string;
  readonly onPointerDown: (event: PointerEvent) => void;
}

function SpectrogramCanvas({
  spectrogram,
  durationSeconds,
  name,
  onPointerDown,
}: SpectrogramProps): JSX.Element {
  const image = useMemo(() => imageOf(spectrogram), [spectrogram]);
  const draw = useCallback<Draw>(
    (context, { width, height, colours }) => {
      const { from, span } = visibleSpan(durationSeconds, width);
      const { columns, bands } = spectrogram;
      const perSecond = columns / durationSeconds;
      context.drawImage(image, from * perSecond, 0, span * perSecond, bands, 0, 0, width, height);
      drawCursor(context, ((position.value - from) / span) * width, height, colours);
    },
    [image],
  );
  return (
    <Canvas
      draw={draw}
      class="spectrogram"
      role="img"
      aria-label={name}
      onPointerDown={onPointerDown}
    />
  );
}

function imageOf({ columns, bands, pixels }: Spectrogram): OffscreenCanvas {
  const canvas = new OffscreenCanvas(columns, bands);
  const data = new ImageData(columns, bands);
  for (const [i, index] of pixels.entries()) {
    data.data.set(PALETTE.subarray(3 * index, 3 * index + 3), 4 * i);
    data.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d")!.putImageData(data, 0, 0);
  return canvas;
}

function placeOf({ clientX, currentTarget }: PointerEvent): {
  readonly share: number;
  readonly width: number;
} {
  const { left, width } = (currentTarget as HTMLElement).getBoundingClientRect();
  return { share: (clientX - left) / width, width };
}

const round = (seconds: number): number => Math.round(10 * seconds) / 10;

function onPlayerKey(durationSeconds: number): (event: KeyboardEvent) => void {
  const keys: Readonly<Record<string, () => void>> = {
    " ": togglePlay,
    ArrowLeft: () => seek(position.value - 1),
    ArrowRight: () => seek(position.value + 1),
    ArrowUp: () => stepSegment(-1),
    ArrowDown: () => stepSegment(1),
    Home: () => seek(0),
    End: () => seek(durationSeconds),
  };
  return (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
}
