import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { freePort } from "../../src/node/queue/redis.fixture.ts";

/** What the examples are tried with. */
interface Surroundings {
  /** The project with the examples, their packages, speech.wav and what Node predicts for it. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly run: (program: string, ...words: string[]) => Promise<{ readonly stdout: string }>;
  /** Undefined where no browser is installed. */
  readonly newPage: () => Promise<Page | undefined>;
}

interface Prediction {
  readonly emotion?: string;
  readonly probabilities?: readonly { readonly emotion: string; readonly probability: number }[];
}

const TIMEOUT = 150_000;

/** Tries the examples of the repository: each has to answer for speech.wav what the model that ships answers in Node. */
export class Examples {
  readonly #given: Surroundings;

  constructor(given: Surroundings) {
    this.#given = given;
  }

  /** Runs a script. */
  async tryScript(program: string, ...words: string[]): Promise<void> {
    const { stdout } = await this.#given.run(program, ...words, "speech.wav");
    this.#check(stdout);
  }

  /** Starts a server, which says its address, and asks it. */
  async tryServer(program: string, script: string): Promise<void> {
    const { folder: cwd, environment } = this.#given;
    const server = spawn(program, [script], {
      cwd,
      env: { ...environment, PORT: String(await freePort()) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const signal = AbortSignal.timeout(TIMEOUT);
      const [address] = (await once(server.stdout, "data", { signal })) as [Buffer];
      const ask = (body: Uint8Array<ArrayBuffer>): Promise<Response> =>
        fetch(String(address).trim(), { method: "POST", body });
      const recording = new Uint8Array(readFileSync(join(cwd, "speech.wav")));
      this.#check(await (await ask(recording)).text());
      const { status } = await ask(new TextEncoder().encode("no audio"));
      if (status !== 422) throw new Error(`it answers ${status} to what is no audio`);
    } finally {
      server.kill();
    }
  }

  /** Picks speech.wav on a page and waits for the emotion in each of its outputs. */
  async tryPage(address: string, outputs: readonly string[]): Promise<void> {
    const page = await this.#given.newPage();
    if (page === undefined) return;
    try {
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      const file = join(this.#given.folder, "speech.wav");
      await page.locator("input[type=file]").setInputFiles(file);
      for (const output of outputs) {
        const place = page.locator(`${output}:not(:empty)`);
        const text = await place.textContent({ timeout: TIMEOUT });
        if (text !== this.#expected().emotion) throw new Error(`${output}: ${text}`);
      }
    } finally {
      await page.close();
    }
  }

  #check(text: string): void {
    const { emotion, probabilities } = JSON.parse(text) as Prediction;
    const expected = this.#expected();
    const isSame = expected.probabilities?.every((one) => {
      const found = probabilities?.find((other) => other.emotion === one.emotion);
      return found !== undefined && Math.abs(found.probability - one.probability) < 1e-3;
    });
    if (emotion !== expected.emotion || isSame !== true) throw new Error(text);
  }

  #expected(): Prediction {
    const text = readFileSync(join(this.#given.folder, "speech.json"), "utf8");
    return JSON.parse(text) as Prediction;
  }
}
