import { isMainThread, workerData } from "node:worker_threads";

/** ONNX Runtime reads it from the environment of the process when it is loaded. */
const VARIABLE = "ORT_DISABLE_TELEMETRY";

/** The mark that a thread is given whose process has the telemetry switched off. */
export interface TelemetryMark {
  readonly telemetryIsOff: boolean;
}

/**
 * Switches off ONNX Runtime's telemetry, which writes files and reports the metadata of models. To be called before it is loaded. Returns
 * whether the telemetry is off: a thread's `process.env` is a copy, so one that was not started by Affekt cannot switch it off itself.
 */
export function disableTelemetry(): boolean {
  process.env[VARIABLE] = "1";
  return isMainThread || isMarked() || isSetInProcess();
}

function isMarked(): boolean {
  return (workerData as Partial<TelemetryMark> | null | undefined)?.telemetryIsOff === true;
}

/** `process.report`, which other runtimes lack. Node's types do not have `excludeNetwork` yet. */
type Report = NodeJS.Process["report"] & { excludeNetwork?: boolean };

/** Whether the process has the variable, and not only the copy of its environment in this thread. */
function isSetInProcess(): boolean {
  const { report } = process as { readonly report?: Report };
  if (report === undefined) return false;
  const { excludeNetwork = false } = report;
  report.excludeNetwork = true; // no names are looked up
  try {
    const { environmentVariables } = report.getReport() as {
      readonly environmentVariables?: Readonly<Record<string, string>>;
    };
    return environmentVariables?.[VARIABLE] === "1";
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}
