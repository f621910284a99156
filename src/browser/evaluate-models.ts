import { AffektError } from "../errors.ts";
import * as pure from "../evaluation/evaluate-models.ts";
import { foldJob, type FoldInput } from "../evaluation/fold-job.ts";
import type { ModelResult } from "../evaluation/result.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import type { Pool } from "../parallel.ts";
import { webRuntime } from "./web-runtime.ts";

/** What to evaluate, on what, how; `runtime` is the browser's by default. */
export interface EvaluateModelsOptions extends Omit<pure.EvaluateModelsOptions, "pool"> {
  readonly runtime?: Runtime;
}

/** Cross-validates models by protocols, one fold after the other; results in the order of protocols, then models. Errors: as `crossValidate`. */
export function evaluateModels({
  runtime = webRuntime(),
  ...options
}: EvaluateModelsOptions): Promise<ModelResult[]> {
  return pure.evaluateModels({ ...options, pool: foldsInTurn(runtime, options.signal) });
}

function foldsInTurn(runtime: Runtime, signal: AbortSignal | undefined): Pool {
  let last: Promise<unknown> = Promise.resolve();
  return {
    size: 1,
    run(_job, input) {
      const fold = last.then(() => {
        if (signal?.aborted) throw new AffektError("interrupted", "the work was interrupted");
        return foldJob(input as FoldInput, { runtime, ...(signal && { signal }) });
      });
      last = fold.catch(() => undefined);
      return fold;
    },
    close: async () => {},
  };
}
