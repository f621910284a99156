import { numberOf } from "./cell-numbers.ts";

/** `[days] [hours:minutes:seconds]`, as pandas and audformat write lengths of time. */
const TIMEDELTA = /^(?:(\d+) days?,? ?)?(?:(\d+):(\d\d):(\d\d(?:\.\d+)?))?$/;

/** Seconds in a cell: a number, or a length of time such as `0 days 00:01:02.5`. NaN where it is neither. */
export function secondsOf(cell: string): number {
  const parts = TIMEDELTA.exec(cell);
  if (parts === null || cell === "") return numberOf(cell);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
