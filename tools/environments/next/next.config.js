import { dirname } from "node:path";
import example from "./example.config.js";

// the packages are in the folder above
export default { ...example, turbopack: { root: dirname(import.meta.dirname) } };
