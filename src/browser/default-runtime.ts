import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { webRuntime } from "./web-runtime.ts";

// imported for this effect
setDefaultRuntime(() => webRuntime());
