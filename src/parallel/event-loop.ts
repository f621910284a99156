/** The time after which a computing thread yields: one frame of a page. */
const MILLISECONDS = 16;

let last = 0;

/** Yields to the event loop (messages, timers, drawing) where the last time is a while ago. */
export async function yieldToEventLoop(): Promise<void> {
  if (performance.now() - last < MILLISECONDS) return;
  await messageToOneself();
  last = performance.now();
}

/** A timer would wait 4 ms, and a second where the page is in the background. */
function messageToOneself(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
