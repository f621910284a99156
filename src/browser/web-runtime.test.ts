import { runtimeContract } from "../network/runtime/runtime.contract.fixture.ts";
import { webRuntime } from "./web-runtime.ts";

runtimeContract("web", async () => webRuntime());
