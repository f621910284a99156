// Simulates a batch over machines: cores take jobs of recordings, read and predict them, one caller saves what they tell, machines fail.
// Its inputs are measured by bench/batch-queue.ts (what the caller needs for a recording) and `affekt predict -o` (what an hour needs).
// node bench/batch-simulation.ts [--cpu 26] [--minutes 60] [--megabytes 21.6] [--caller 0.35] [--cores 100,1000,10000] [--storage 10000]
import { parseArgs } from "node:util";
import { Random } from "../src/math/statistics/random.ts";
import { printTable } from "./peer.ts";

const { values } = parseArgs({
  options: {
    /** Seconds of processor time for an hour of audio. */
    cpu: { type: "string", default: "26" },
    /** The mean length of a recording, in minutes. */
    minutes: { type: "string", default: "60" },
    /** Megabytes of an hour of audio. */
    megabytes: { type: "string", default: "21.6" },
    /** Milliseconds of the caller for a recording. */
    caller: { type: "string", default: "0.35" },
    cores: { type: "string", default: "100,1000,10000" },
    /** Megabytes a second that the storage of the recordings gives to all machines together. */
    storage: { type: "string", default: "10000" },
    /** Hours from one failure of a machine to the next, such as the loss of a cheap one that a cloud may take back. */
    failures: { type: "string", default: "24" },
  },
});

const CORES_PER_MACHINE = 16;
/** Megabytes a second into a machine. */
const MACHINE_NETWORK = 1000;
/** Seconds until a machine that failed is replaced. */
const RESTART = 300;
/** The limits of a job, as in src/node/batch/predict-batch.ts. */
const JOB_RECORDINGS = 64;
const JOB_MEGABYTES = 16;
/** Jobs of each core that are simulated. */
const JOBS_PER_CORE = 100;

interface Totals {
  readonly hours: number;
  readonly seconds: number;
  readonly callerSeconds: number;
  readonly lostSeconds: number;
}

/** Times with their cores, the earliest first. */
class Heap {
  readonly #items: { readonly time: number; readonly core: number }[] = [];

  push(item: { readonly time: number; readonly core: number }): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]!.time <= item.time) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): { readonly time: number; readonly core: number } {
    const items = this.#items;
    const [first] = items as [{ time: number; core: number }];
    const last = items.pop()!;
    if (items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.time < items[child]!.time) child++;
      if (items[child]!.time >= last.time) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return first;
  }
}

function option(name: "cpu" | "minutes" | "megabytes" | "caller" | "storage" | "failures"): number {
  return Number(values[name]);
}

/** Megabytes a second that a core reads while all do. */
function readRate(cores: number): number {
  return Math.min(MACHINE_NETWORK / CORES_PER_MACHINE, option("storage") / cores);
}

function simulate(cores: number): Totals {
  const random = Random.of(0, "batch", cores);
  const exponential = (mean: number): number => -mean * Math.log(1 - random.uniform());
  const meanHours = option("minutes") / 60;
  const perHour = option("cpu") + option("megabytes") / readRate(cores);
  const fitting = Math.floor(JOB_MEGABYTES / (option("megabytes") * meanHours));
  const recordings = Math.max(1, Math.min(JOB_RECORDINGS, fitting));
  const meanLife = 3600 * option("failures");
  // a machine fails with all its cores; for the sums it is the same if each core fails as often by itself
  const failsAt = Array.from({ length: cores }, () => exponential(meanLife));
  const told = new Uint32Array(cores);
  const ends = new Heap();
  let [callerFree, callerSeconds, hours, lostSeconds] = [0, 0, 0, 0];
  const seconds = JOBS_PER_CORE * recordings * meanHours * perHour;

  /** Lets a core work on a job from a time on; it ends with the job or with the core. */
  const begin = (core: number, start: number): void => {
    let time = start;
    if (failsAt[core]! <= start) {
      time = Math.max(time, failsAt[core]! + RESTART);
      failsAt[core] = time + exponential(meanLife);
    }
    told[core] = 0;
    for (let i = 0; i < recordings; i++) {
      // lengths of recordings vary widely
      const length = exponential(meanHours);
      const done = time + perHour * length;
      if (done > failsAt[core]!) {
        // what is left of the job is done by another core, whose time counts there
        lostSeconds += failsAt[core]! - time;
        time = failsAt[core]!;
        break;
      }
      time = done;
      told[core]++;
      if (time < seconds) hours += length;
    }
    ends.push({ time, core });
  };

  for (let core = 0; core < cores; core++) begin(core, 0);
  for (;;) {
    const { time, core } = ends.pop();
    if (time > seconds) break;
    const save = told[core]! * option("caller") * 1e-3;
    callerFree = Math.max(callerFree, time) + save;
    callerSeconds += save;
    // a core that is ahead of the caller waits
    begin(core, callerFree);
  }
  return { hours, seconds, callerSeconds, lostSeconds };
}

const rows = values.cores.split(",").map((text) => {
  const cores = Number(text);
  const { hours, seconds, callerSeconds, lostSeconds } = simulate(cores);
  const perDay = (hours / seconds) * 86_400;
  const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 2 : 0)} %`;
  return [
    text,
    String(Math.round(perDay)),
    (1e6 / perDay).toFixed(2),
    percent((hours * option("cpu")) / (cores * seconds)),
    percent(Math.min(1, callerSeconds / seconds)),
    percent(lostSeconds / (cores * seconds)),
    String(Math.round((hours * option("megabytes")) / seconds)),
  ];
});
printTable([
  [
    "cores",
    "hours of audio a day",
    "days for a million hours",
    "cores busy",
    "caller busy",
    "computed in vain",
    "read, MB/s",
  ],
  ...rows,
]);
