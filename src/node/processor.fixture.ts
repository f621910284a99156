import { existsSync, readFileSync } from "node:fs";

const INFO = "/proc/cpuinfo";

/** Whether the processor has AVX-512. Native and WebAssembly encoder are further apart on one that is known not to have it. */
export const HAS_AVX512 = !existsSync(INFO) || readFileSync(INFO, "utf8").includes("avx512");
