// For bundlers that do not know `new Worker(new URL(…))`: the script of web workers, beside the page's.
import { serveWorker } from "affekt/browser";

serveWorker();
