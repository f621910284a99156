import { setDefaultEncoder } from "../features/encoder/voice-encoder.ts";
import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { webRuntime } from "./web-runtime.ts";

// imported for these effects
setDefaultRuntime(() => webRuntime());
setDefaultEncoder(async () => (await import("./web-encoder.ts")).webEncoder());
