import { setDefaultEncoder } from "../features/encoder/voice-encoder.ts";
import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { loadEncoder } from "./browser-encoder.ts";
import { webRuntime } from "./web-runtime.ts";

// imported for these effects
setDefaultRuntime(() => webRuntime());
setDefaultEncoder(() => loadEncoder());
