import { assertArgument } from "../../errors.ts";
import { SegmentCutter } from "./segment-cutter.ts";
import { WindowCutter, type WindowOptions } from "./window-cutter.ts";

/** Windows of one length at equal distances; they may overlap or leave gaps. */
export interface Windows {
  readonly windowSeconds: number;
  readonly hopSeconds: number;
}

/** The division of recordings into clips: `whole`, windows, or `auto`: whole up to ten minutes, else windows of a minute. */
export type Windowing = "auto" | "whole" | Windows;

/** Lengths of windows as a user gives them, in seconds. */
export interface WindowLengths {
  readonly window?: number | undefined;
  /** From one window to the next; default: the window's length. */
  readonly hop?: number | undefined;
  readonly whole?: boolean | undefined;
}

/** The windowing that a user asks for. @throws {AffektError} `invalid-argument` for a hop without a window, or windows of a whole. */
export function windowingOf({ window, hop, whole }: WindowLengths): Windowing {
  assertArgument(
    hop === undefined || window !== undefined,
    "hop needs window, the length of a window",
  );
  assertArgument(!whole || window === undefined, "whole and window exclude each other");
  if (window !== undefined) return { windowSeconds: window, hopSeconds: hop ?? window };
  return whole ? "whole" : "auto";
}

/** A part of a recording that is a clip. */
export interface Segment {
  readonly startSeconds: number;
  /** Infinity for the end of the recording. */
  readonly endSeconds: number;
}

/** The samples of a clip. */
export interface Cut {
  readonly startSeconds: number;
  /** Valid until the next one. */
  readonly samples: Float32Array;
  /** The index of the segment that was asked for. */
  readonly segment?: number;
}

/** Cuts samples that come in blocks into clips. */
export interface Cutter {
  /** Takes samples over and gives the clips that are complete with them. */
  push(samples: Float32Array): Iterable<Cut>;
  /** The clips that end with the recording. */
  end(): Iterable<Cut>;
  /** Frees all samples, after the last clip has been used. */
  release(): void;
}

/**
 * The cutter for a recording; segments go before windows.
 * @throws {AffektError} `invalid-argument` for windows that are not positive.
 */
export function createCutter(
  sampleRate: number,
  windowing: Windowing,
  { segments, ...options }: CutterOptions = {},
): Cutter {
  return segments === undefined
    ? new WindowCutter(sampleRate, windowing, options)
    : new SegmentCutter(sampleRate, segments);
}

/** Options of `createCutter`. */
export interface CutterOptions extends WindowOptions {
  readonly segments?: readonly Segment[] | undefined;
}
