/** The data of an SVG path through points, to a tenth of a pixel. */
export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return `M${points.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join(" ")}`;
}

/** The data of an SVG path around the area between two lines. */
export function areaPath(
  upper: readonly (readonly [x: number, y: number])[],
  lower: readonly (readonly [x: number, y: number])[],
): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`;
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
