/**
 * The items that work pushes while it continues, as a generator; returns the work's result. A generator that is left ends when the work has
 * ended, which a signal has to bring about: what the work uses is in use until then.
 */
export async function* fromCallback<Item, Output>(
  work: (push: (item: Item) => void) => Promise<Output>,
): AsyncGenerator<Item, Output, void> {
  const items: Item[] = [];
  let wake = (): void => {};
  let isDone = false;
  const result = work((item) => {
    items.push(item);
    wake();
  }).finally(() => {
    isDone = true;
    wake();
  });
  result.catch(() => {}); // is awaited at the end
  try {
    for (;;) {
      while (items.length > 0) yield items.shift()!;
      if (isDone) return await result;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    await result.catch(() => {});
  }
}
