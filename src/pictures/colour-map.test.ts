import { scale } from "@observablehq/plot";
import { expect, test } from "vitest";
import { colourOf, COLOURS, PALETTE } from "./colour-map.ts";

test("the palette is magma, as d3 has it", () => {
  const magma = scale({ color: { type: "linear", scheme: "magma", domain: [0, 255] } });
  for (let i = 0; i < COLOURS; i++) {
    const hex = String(magma.apply(i));
    for (const channel of [0, 1, 2]) {
      const theirs = Number.parseInt(hex.slice(1 + 2 * channel, 3 + 2 * channel), 16);
      expect(Math.abs(PALETTE[3 * i + channel]! - theirs), hex).toBeLessThanOrEqual(3);
    }
  }
});

test("larger values are lighter, also in grey", () => {
  const lightness = Array.from({ length: COLOURS / 8 }, (_, i) => {
    const [red, green, blue] = PALETTE.subarray(24 * i, 24 * i + 3);
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!; // ITU-R BT.709
  });
  for (const [i, value] of lightness.slice(1).entries()) {
    expect(value).toBeGreaterThan(lightness[i]!);
  }
});

test.each([
  [-80, 0],
  [-40, 128],
  [0, 255],
  [-Infinity, 0],
  [3, 255],
])("the colour of %d dB between -80 and 0 is %i", (value, colour) => {
  expect(colourOf(value, -80, 0)).toBe(colour);
});
