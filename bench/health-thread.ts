// Asks for /health in a thread of its own, so that what its process does beside it is not measured. Posts the times when it gets a message.
import { parentPort, workerData } from "node:worker_threads";
import { watchHealth } from "./http-load.ts";

const stop = new AbortController();
parentPort!.once("message", () => stop.abort());
parentPort!.postMessage(await watchHealth(workerData as number, stop.signal));
