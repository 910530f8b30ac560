import { findCommand, findOrInstall } from './debian.mjs';

/** The path of a Chromium for browser tests, installed where it can be. `CHROMIUM_PATH` names one to use instead. */
export function chromiumPath() {
  return process.env.CHROMIUM_PATH || findOrInstall('Chromium', 'chromium', installedChromium);
}

const installedChromium = () =>
  ['chromium', 'chromium-browser', 'google-chrome'].map(findCommand).find((path) => path !== undefined);
