let start = (): Worker => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

/** Starts the web worker of pools. Bundlers know this form of it, and bundle the script. */
export function startWorker(): Worker {
  return start();
}

/** Sets how the workers of pools are started where none is given. */
export function setStartWorker(given: () => Worker): void {
  start = given;
}
