import { type CanvasColours, patternOf } from "./palette.ts";

const SIZE = 8;

/** The marks of each pattern on a tile of 8 × 8. The style sheet has the same ones for swatches. */
const MARKS: readonly ((context: OffscreenCanvasRenderingContext2D) => void)[] = [
  () => {},
  (context) => lines(context, [0, 8, 8, 0], [-4, 4, 4, -4], [4, 12, 12, 4]),
  (context) => dots(context, [2, 2], [6, 6]),
  (context) => lines(context, [0, 4, 8, 4]),
  (context) => lines(context, [0, 0, 8, 8], [4, -4, 12, 4], [-4, 4, 4, 12]),
  (context) => lines(context, [4, 0, 4, 8]),
  (context) => lines(context, [0, 4, 8, 4], [4, 0, 4, 8]),
  (context) => lines(context, [0, 0, 8, 8], [0, 8, 8, 0]),
  (context) => dots(context, [4, 4]),
  (context) => lines(context, [0, 8, 8, 0]),
];

/** Fills a rectangle with a label's colour and pattern. */
export function fillLabelled(
  context: CanvasRenderingContext2D,
  rectangle: readonly [x: number, y: number, width: number, height: number],
  {
    label,
    labels,
    colours,
  }: {
    readonly label: string;
    readonly labels: readonly string[];
    readonly colours: CanvasColours;
  },
): void {
  context.fillStyle = colours.of(label, labels);
  context.fillRect(...rectangle);
  context.fillStyle = marksOf(context, patternOf(label, labels), colours.page);
  context.fillRect(...rectangle);
}

const known = new Map<string, CanvasPattern>();

/** The marks of a pattern in a colour. */
function marksOf(
  context: CanvasRenderingContext2D,
  pattern: number,
  colour: string,
): CanvasPattern {
  const key = `${pattern} ${colour}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const tile = new OffscreenCanvas(SIZE, SIZE);
  const own = tile.getContext("2d")!;
  own.strokeStyle = colour;
  own.fillStyle = colour;
  own.globalAlpha = 0.5;
  own.lineWidth = 1.2;
  MARKS[pattern]!(own);
  const made = context.createPattern(tile, "repeat")!;
  known.set(key, made);
  return made;
}

function lines(
  context: OffscreenCanvasRenderingContext2D,
  ...all: readonly (readonly [number, number, number, number])[]
): void {
  context.beginPath();
  for (const [x, y, toX, toY] of all) {
    context.moveTo(x, y);
    context.lineTo(toX, toY);
  }
  context.stroke();
}

function dots(
  context: OffscreenCanvasRenderingContext2D,
  ...all: readonly (readonly [number, number])[]
): void {
  for (const [x, y] of all) {
    context.beginPath();
    context.arc(x, y, 1.3, 0, 2 * Math.PI);
    context.fill();
  }
}
