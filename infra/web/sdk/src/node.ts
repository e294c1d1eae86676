import WebSocketOfPackage from 'ws';
import { ConfabClient } from './confab.js';
import { nodeAdapters } from './platform/node.js';
import type { Confab, Options } from './types.js';

export * from './shared.js';

/** For Node 20 and newer; the cache lives in memory. Starts nothing until `login` or `resume`. */
export function createConfab(options: Options): Confab {
  return new ConfabClient(options, { ...nodeAdapters(WebSocketOfPackage as never), ...options.adapters });
}
