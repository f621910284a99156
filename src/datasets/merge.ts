/**
 * Gives what several generators give, as it comes. At most `concurrency()` of them run at once, which may change; each is asked for its next item only when
 * its last one has been taken. Ending the loop early ends them all.
 */
export async function* merge<T>(
  starts: Iterable<() => AsyncGenerator<T, void, void>>,
  concurrency: () => number,
): AsyncGenerator<T, void, void> {
  const queue = starts[Symbol.iterator]();
  const running = new Map<AsyncGenerator<T, void, void>, Promise<Step<T>>>();
  const advance = (items: AsyncGenerator<T, void, void>): void => {
    const step = items.next().then((result): Step<T> => ({ items, result }));
    step.catch(() => {}); // is awaited in its turn
    running.set(items, step);
  };
  const refill = (): void => {
    while (running.size < concurrency()) {
      const next = queue.next();
      if (next.done === true) return;
      advance(next.value());
    }
  };
  try {
    refill();
    while (running.size > 0) {
      const { items, result } = await Promise.race(running.values());
      if (result.done === true) {
        running.delete(items);
        refill();
      } else {
        advance(items);
        yield result.value;
      }
    }
  } finally {
    await Promise.allSettled([...running.keys()].map((items) => items.return()));
  }
}

interface Step<T> {
  readonly items: AsyncGenerator<T, void, void>;
  readonly result: IteratorResult<T, void>;
}
