import { ConfabClient } from './confab.js';
import { browserAdapters } from './platform/browser.js';
import type { Confab, Options } from './types.js';

export * from './shared.js';

/** For browsers. Starts nothing until `login` or `resume`. */
export function createConfab(options: Options): Confab {
  return new ConfabClient(options, { ...browserAdapters(), ...options.adapters });
}
