import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("share-study.fixture.ts", import.meta.url));

/** A process that takes part in a study. */
export class Participant {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  text = "";
  readonly end: Promise<unknown>;

  constructor(file: string, { trials, workers }: { trials: number; workers: number }) {
    const words = [SCRIPT, file, String(trials), String(workers)];
    this.child = spawn(process.execPath, words, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, AFFEKT_CACHE: dirname(file) },
    });
    this.child.stdout.on("data", (part: Buffer) => (this.text += String(part)));
    this.end = once(this.child, "close");
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
