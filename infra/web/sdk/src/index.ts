import type { Confab, Options } from './types.js';

export type * from './types.js';
export type * from './api/types.js';
export type * from './adapters.js';
export type { Signal } from './reactive.js';
export type { Method, Methods, Params, Reply } from './api/methods.js';
export { ConfabError, isConfabError } from './api/errors.js';
export type { ApiCode, ClientCode, ErrorCode } from './api/errors.js';

/** Starts nothing until `login` or `resume`. */
export function createConfab(_options: Options): Confab {
  throw new Error('not yet');
}
