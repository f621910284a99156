/** A time as subtitles have it: `01:02:03.456`, with the mark before the milliseconds. */
export function cueTime(seconds: number, mark: "." | ","): string {
  const all = Math.round(1000 * seconds);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const milliseconds = String(all % 1000).padStart(3, "0");
  return `${two(all / 3_600_000)}:${two((all / 60_000) % 60)}:${two((all / 1000) % 60)}${mark}${milliseconds}`;
}

/** A time for people: `2:03.4`, or `1:02:03.4` from an hour on. */
export function clockTime(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor((tenths / 600) % 60)];
  const rest = ((tenths / 10) % 60).toFixed(1).padStart(4, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
