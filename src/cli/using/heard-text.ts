import type { Prediction } from "../../prediction/prediction.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { clockTime } from "../../timeline/formats/times.ts";
import { percentOf } from "../../timeline/timeline.ts";
import { print, writeData } from "../terminal/output.ts";

const BAR = 20;

/** Shows what is heard: JSON, one event a line; or a line for each utterance, and on a terminal the present answer below them. */
export class HeardText {
  readonly #isJson: boolean;
  readonly #isLive = process.stdout.isTTY && process.stderr.isTTY;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  begin(source: string): void {
    process.stderr.write(`listening to ${source}; Ctrl-C ends\n`);
  }

  async add(event: StreamEvent): Promise<void> {
    if (this.#isJson) {
      await writeData([`${JSON.stringify(rounded(event))}\n`]);
      return;
    }
    if (event.type === "utterance") {
      const { startSeconds, durationSeconds } = event;
      const time = `${clockTime(startSeconds)}\u2013${clockTime(startSeconds + durationSeconds)}`;
      this.end();
      print(`${time}  ${answersOf(event)}`);
    } else if (event.type === "window" && this.#isLive) {
      const text = event.state === "speech" ? barOf(event.smoothed) : event.state.replace("-", " ");
      process.stderr.write(`\r\u001b[K${text}`.slice(0, process.stderr.columns + 3));
    }
  }

  /** Clears the present answer. */
  end(): void {
    if (this.#isLive && !this.#isJson) process.stderr.write("\r\u001b[K");
  }
}

function answersOf({ probabilities }: Prediction): string {
  return probabilities
    .slice(0, 3)
    .map(({ emotion, probability }) => `${emotion} ${percentOf(probability)}`)
    .join("   ");
}

function barOf(prediction: Prediction): string {
  const filled = Math.round(BAR * prediction.probabilities[0]!.probability);
  return `${"█".repeat(filled)}${"░".repeat(BAR - filled)} ${answersOf(prediction)}`;
}

/** An event with six digits of each number. */
function rounded(event: StreamEvent): unknown {
  return JSON.parse(JSON.stringify(event), (_, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(6)) : value,
  );
}
