import { AffektError } from "../../errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs work that Ctrl-C, a termination signal or a closed terminal may end. The first aborts the signal, so that the work can keep what it
 * has. A second one ends the process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write("\ninterrupted: stopping; again to stop at once\n");
    controller.abort(new AffektError("interrupted", `interrupted by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

/** Waits for Ctrl-C, a termination signal or a closed terminal; a second one ends the process at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    for (const name of SIGNALS) {
      process.on(name, () => {
        if (count++ > 0) process.exit(130);
        process.stderr.write("stopping; again to stop at once\n");
        resolve();
      });
    }
  });
}
