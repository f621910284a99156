import { existsSync } from "node:fs";
import type { LaunchOptions } from "playwright";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where systems and CI put Chromium; undefined where it is not installed. */
export const CHROMIUM = PLACES.find((path) => existsSync(path));

/** Why tests in Chromium are skipped. */
export const NO_CHROMIUM = `tests in Chromium are skipped: it is not installed (looked for ${PLACES.join(", ")})`;

/** How Chromium is started: one that asks nobody but the page's own server for anything. Only to be used where `CHROMIUM` is there. */
export function chromiumLaunch(): LaunchOptions {
  return {
    executablePath: CHROMIUM!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      // a microphone that beeps once a second
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  };
}
