import { setDefaultEncoder } from "../features/encoder/voice-encoder.ts";
import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { nodeRuntime } from "./native-runtime.ts";
import { nodeEncoder } from "./node-encoder.ts";
import { disableTelemetry } from "./telemetry.ts";

// imported for these effects; threads that are started later inherit the last one
setDefaultRuntime(() => nodeRuntime());
setDefaultEncoder(nodeEncoder);
disableTelemetry();
