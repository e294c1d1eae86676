import { afterEach } from 'vitest';
import { pictures } from './browser.js';

// Of every test file: `vitest.config.ts` names this one, and calls it before what the files do after a test.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictures(task.name);
});
