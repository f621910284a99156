import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { nodeRuntime } from "./native-runtime.ts";
import { disableTelemetry } from "./telemetry.ts";

// imported for these effects; threads that are started later inherit the second one
setDefaultRuntime(() => nodeRuntime());
disableTelemetry();
