// The page without a network: its own files. The worker keeps the large ones (ONNX Runtime, encoder, model) by itself.
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";

/** Put in by the build: the page's files. */
declare const PRECACHE: PrecacheEntry[];

clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(PRECACHE);
