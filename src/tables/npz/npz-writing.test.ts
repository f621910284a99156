import { expect, test } from "vitest";
import { formatNpz } from "./npz-writing.ts";
import { storedZip, zipSize } from "./stored-zip.ts";

/** A table of one row that has so many values, none of which is read. */
function tableOf(length: number, note = "") {
  const rows = [{ length, slice: () => new Float32Array(0) }];
  const metadata = [{ name: "note", values: [note] }];
  return { metadata, columns: ["x"], rows, isSequence: true };
}

test("what a zip without the extension for large ones can hold is written, more is refused", () => {
  const most = 2 ** 30 - 300;
  expect(() => formatNpz(tableOf(most))).not.toThrow();
  expect(() => formatNpz(tableOf(2 ** 30))).toThrowError(
    expect.objectContaining({
      code: "unsupported",
      message: "NPZ: 4.3 GB are more than its zip can hold; write to a file ending in .parquet",
    }),
  );
  expect(() => formatNpz(tableOf(most, "x".repeat(1000)))).toThrow("NPZ: 4.3 GB are more");
});

test("the size of a zip is known before it is written", () => {
  const files = ["a", "ä"].map((name, i) => {
    const parts = [new Uint8Array(i), new Uint8Array(70_000 * i)];
    return [name, Object.assign(parts, { byteLength: 70_001 * i })] as const;
  });
  const written = Array.from(storedZip(files)).reduce((sum, { length }) => sum + length, 0);
  expect(zipSize(files)).toBe(written);
});
