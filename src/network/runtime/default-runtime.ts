import type { Runtime, RuntimeSource } from "./runtime.ts";

let platform: RuntimeSource | undefined;

/** Sets the runtime that is used where none is given. Each platform calls it once. */
export function setDefaultRuntime(source: RuntimeSource): void {
  platform = source;
}

/** The given runtime, or that of the platform. */
export async function resolveRuntime(
  source: RuntimeSource | undefined = platform,
): Promise<Runtime> {
  if (source === undefined) throw new Error("no default runtime is set");
  return typeof source === "function" ? source() : source;
}
