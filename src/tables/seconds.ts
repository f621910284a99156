/** `[days] hours:minutes:seconds`, as pandas and audformat write lengths of time. */
const TIMEDELTA = /^(?:(\d+) days?,? ?)?(?:(\d+):(\d\d):(\d\d(?:\.\d+)?))?$/;

/** Seconds in a cell: a number, or a length of time such as `0 days 00:01:02.5`. NaN where it is neither. */
export function secondsOf(cell: string): number {
  const number = Number(cell);
  if (cell !== "" && !Number.isNaN(number)) return number;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = TIMEDELTA.exec(cell) ?? [, "x"];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
