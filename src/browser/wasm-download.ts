import { AffektError } from "../errors.ts";
import type { Runtime, Session } from "../network/runtime/runtime.ts";

/** ONNX Runtime's WebAssembly module, whatever a bundler adds to its name. */
const WASM = /ort-wasm[^/]*\.wasm(\?.*)?$/;

/** The module is there, or ONNX Runtime failed for good. */
let isSettled = false;
/** Puts `fetch` back. */
let unwrap: (() => void) | undefined;
/** Goes on with a download that failed. */
let goOn = (): void => {};
/** Told of each failure. */
const waiting = new Set<(error: AffektError) => void>();

/**
 * ONNX Runtime asks for its WebAssembly module once and, if that fails, refuses to work for as long as the page is open. With this, a
 * download that fails is told of, and tried again when the runtime is used again. Bundlers change the module's address, which only ONNX
 * Runtime knows; so `fetch` is wrapped until the module is there. `placeOf` gives the address to ask for, from the one that is asked for.
 */
export function withRetries(runtime: Runtime, placeOf: (address: string) => string): Runtime {
  return {
    ...runtime,
    async createSession(model, options) {
      if (isSettled) return runtime.createSession(model, options);
      unwrap ??= wrapFetch(placeOf);
      const failure = Promise.withResolvers<never>();
      waiting.add(failure.reject);
      goOn();
      const session = runtime.createSession(model, options).finally(() => {
        isSettled = true;
        unwrap?.();
        unwrap = undefined;
      });
      try {
        return await Promise.race([session, failure.promise]);
      } catch (error) {
        session.then(releaseSession, () => {}); // of a later try, which nobody waits for
        throw error;
      } finally {
        waiting.delete(failure.reject);
      }
    },
  };
}

function releaseSession(session: Session): Promise<void> {
  return session.release();
}

function wrapFetch(placeOf: (address: string) => string): () => void {
  const { fetch } = globalThis;
  let asked = 0;
  const wrapped: typeof fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!WASM.test(address)) return fetch(input, init);
    asked++;
    // it asks again where the first answer breaks off, and not a third time; so the second answer is whole
    return download(() => fetch(placeOf(address), init), asked > 1);
  };
  globalThis.fetch = wrapped;
  return () => {
    if (globalThis.fetch === wrapped) globalThis.fetch = fetch;
  };
}

async function download(ask: () => Promise<Response>, whole: boolean): Promise<Response> {
  for (;;) {
    try {
      const response = await ask();
      check(response);
      return whole ? new Response(await response.arrayBuffer(), response) : response;
    } catch (error) {
      const fault =
        error instanceof AffektError ? error : faultOf("network", String(error), { cause: error });
      const next = Promise.withResolvers<void>();
      goOn = next.resolve;
      for (const tell of waiting) tell(fault);
      await next.promise;
      goOn = () => {};
    }
  }
}

function check({ ok, status, url, headers }: Response): void {
  if (!ok) {
    const code = status === 404 || status === 410 ? "not-found" : "network";
    throw faultOf(code, `${url}: the server answers ${status}`);
  }
  if (headers.get("content-type")?.startsWith("text/html")) {
    throw faultOf("not-found", `${url} is a page`);
  }
}

function faultOf(
  code: "network" | "not-found",
  reason: string,
  options?: { readonly cause: unknown },
): AffektError {
  return new AffektError(
    code,
    `web runtime: its WebAssembly does not load: ${reason}; see wasmPaths`,
    options,
  );
}
