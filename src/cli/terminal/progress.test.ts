import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { duration, Progress } from "./progress.ts";

const { isTTY, columns } = process.stderr;
let stderr: string;

beforeEach(() => {
  stderr = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((stderr += String(text)), true));
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  process.stderr.isTTY = isTTY;
  process.stderr.columns = columns;
});

function showHalf(): void {
  const progress = new Progress("work");
  vi.advanceTimersByTime(2000);
  progress.show(5, 10, "loss 0.5");
  vi.advanceTimersByTime(50);
  progress.show(6, 10); // too soon after the last one
  progress.show(10, 10);
  progress.end("10 things");
}

test("a terminal: a bar that is written over itself, then what was done", () => {
  process.stderr.isTTY = true;
  process.stderr.columns = 100;
  showHalf();
  expect(stderr.split("\r\u001b[K")).toEqual([
    "",
    "work ████████████░░░░░░░░░░░░ 5/10 3/s 2.0 s left loss 0.5",
    "work ████████████████████████ 10/10 5/s ",
    "work 10 things (2.0 s)\n",
  ]);
});

test("what was done before counts as done, but not for the speed", () => {
  process.stderr.isTTY = true;
  process.stderr.columns = 100;
  const progress = new Progress("work", 4);
  vi.advanceTimersByTime(2000);
  progress.show(6, 10);
  expect(stderr).toContain(" 6/10 1/s 4.0 s left");
});

test("a narrow terminal: no line is as wide as it, so that none is wrapped", () => {
  process.stderr.isTTY = true;
  process.stderr.columns = 30;
  showHalf();
  expect(stderr).toContain("\r\u001b[Kwork ████████████░░░░░░░░░░░░\r");
});

test("no terminal: only what was done", () => {
  process.stderr.isTTY = false;
  showHalf();
  expect(stderr).toBe("work 10 things (2.0 s)\n");
});

test("what is done in part counts for the bar and the time left", () => {
  process.stderr.isTTY = true;
  process.stderr.columns = 100;
  const progress = new Progress("work");
  vi.advanceTimersByTime(2000);
  progress.show(0.25, 1);
  expect(stderr).toBe("\r\u001b[Kwork ██████░░░░░░░░░░░░░░░░░░ 0/1 6.0 s left ");
});

test.each([
  [0.04, "0.0 s"],
  [9.94, "9.9 s"],
  [42.4, "42 s"],
  [185, "3:05 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
