import { effect } from "@preact/signals";
import type { HTMLAttributes, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { canvasColours, type CanvasColours, darkMode } from "../drawing/palette.ts";

/** Draws on a canvas whose coordinates are CSS pixels. */
export type Draw = (
  context: CanvasRenderingContext2D,
  view: { readonly width: number; readonly height: number; readonly colours: CanvasColours },
) => void;

interface Props extends HTMLAttributes<HTMLCanvasElement> {
  readonly draw: Draw;
}

/** A canvas that is drawn again when its size, the colour scheme, or a signal that `draw` reads changes. */
export function Canvas({ draw, ...attributes }: Props): JSX.Element {
  const reference = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = reference.current!;
    const paint = (): void => {
      const ratio = devicePixelRatio;
      const { width, height } = canvas.getBoundingClientRect();
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const context = canvas.getContext("2d")!;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (width > 0) draw(context, { width, height, colours: canvasColours() });
    };
    const dispose = effect(paint);
    const resized = new ResizeObserver(paint);
    resized.observe(canvas);
    darkMode.addEventListener("change", paint);
    return () => {
      dispose();
      resized.disconnect();
      darkMode.removeEventListener("change", paint);
    };
  }, [draw]);
  return <canvas ref={reference} {...attributes} />;
}
