/** A place on an axis with its label. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** About `count` round values between two others: multiples of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, count: number): Tick[] {
  const raw = (high - low) / count;
  const power = Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * 10 ** power).find((step) => step >= raw * (1 - 1e-9))!;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return multiples(low, high, step).map((value) => ({
    value,
    text: value.toFixed(decimals).replace("-", "\u2212"),
  }));
}

/** Seconds between the ticks of a clock. */
const CLOCK_STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200];

/** The ticks and the unit of a time axis: seconds up to two minutes, minutes and seconds up to two hours, then hours and minutes. */
export function timeTicks(
  start: number,
  end: number,
  count: number,
): { readonly unit: string; readonly ticks: readonly Tick[] } {
  const span = end - start;
  if (span <= 120) return { unit: "s", ticks: linearTicks(start, end, count) };
  const base = span <= 7200 ? 1 : 60;
  const raw = span / count;
  const step =
    CLOCK_STEPS.find((step) => step >= raw && step % base === 0) ??
    86_400 * Math.ceil(raw / 86_400);
  return {
    unit: base === 1 ? "min:s" : "h:min",
    ticks: multiples(start, end, step).map((value) => {
      const units = Math.round(value / base);
      return {
        value,
        text: `${Math.floor(units / 60)}:${String(units % 60).padStart(2, "0")}`,
      };
    }),
  };
}

function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-6);
  const last = Math.floor(high / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}
