import { expect, test } from "vitest";
import { createPool } from "./worker-pool.ts";

test("a closed pool takes no task, so that no new worker keeps the process from ending", async () => {
  const pool = createPool({ jobs: 1 });
  await pool.close();
  await expect(pool.run("features", {})).rejects.toThrowError("the work was interrupted");
});
