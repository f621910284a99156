/** Lets the page work without a network from the next visit on, where browsers allow it: pages with https: and those of localhost. */
export async function worksOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("service-worker.js");
  } catch (error) {
    console.warn(error); // the page works, with a network
  }
}
