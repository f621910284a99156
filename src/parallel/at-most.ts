import type { Limit } from "./limit.ts";

/** Limits how many pieces of work run at once; the others wait their turn, first come, first served. */
export function atMost(limit: number | Limit): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const admit = (): void => {
    while (running < (typeof limit === "number" ? limit : limit.value)) {
      const next = waiting.shift();
      if (next === undefined) return;
      running++;
      next();
    }
  };
  const follow = async (own: Limit): Promise<never> => {
    for (;;) {
      await own.changed();
      admit();
    }
  };
  if (typeof limit !== "number") void follow(limit);
  return async (work) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });
    try {
      return await work();
    } finally {
      running--;
      admit();
    }
  };
}
