import { setDefaultRuntime } from "../network/runtime/default-runtime.ts";
import { nodeRuntime } from "./native-runtime.ts";

// imported for this effect
setDefaultRuntime(() => nodeRuntime());
