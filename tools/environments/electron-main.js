// Asks the main process of Electron's example as its window does.
import "./examples/electron/main.js";
import { handlers } from "./examples/electron/node_modules/electron/index.js";

console.log(JSON.stringify(await handlers.get("predict")({}, process.argv[2])));
process.exit();
