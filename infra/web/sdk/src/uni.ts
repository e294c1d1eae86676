import { ConfabClient } from './confab.js';
import { uniAdapters, type Uni, type UniOptions } from './platform/uni.js';
import type { Confab, Options } from './types.js';

export * from './shared.js';
export { uniAdapters, type Uni, type UniOptions };

/** For uni-app and mini programs: pass `uni`, or the platform's own object, such as `wx`. */
export function createConfab(uni: Uni, options: Options & UniOptions): Confab {
  return new ConfabClient(options, { ...uniAdapters(uni, options), ...options.adapters });
}
