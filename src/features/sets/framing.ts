import type { WindowFamily, WindowName } from "../../math/windows.ts";
import type { PadMode } from "../../signal/padding.ts";
import {
  flag,
  integer,
  number,
  parameter,
  type Parameter,
  type ValuesOf,
} from "../../options/parameters.ts";

type NamedWindow = WindowName | readonly [family: WindowFamily, parameter: number];

/** How a set cuts samples into frames: the options of `stft`, with librosa's defaults. */
export const FRAMING = {
  nFft: integer(2048, 2),
  hopLength: integer(512, 1),
  winLength: number(undefined),
  window: windowParameter("hann"),
  center: flag(true),
  padMode: parameter<PadMode>("constant", (value) => typeof value === "string", "a name"),
};

/** How a set cuts samples into frames. */
export type Framing = ValuesOf<typeof FRAMING>;

function windowParameter(standard: NamedWindow): Parameter<NamedWindow> {
  return parameter(
    standard,
    (value) =>
      typeof value === "string" ||
      (Array.isArray(value) && value.length === 2 && typeof value[0] === "string"),
    "a window's name, or a list of a name and a parameter",
  );
}
