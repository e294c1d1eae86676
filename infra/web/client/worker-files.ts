import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Writes the list of all built files, and a hash of their content, into the service worker. */
export function workerFiles(publicFolder: string): Plugin {
  return {
    name: 'confab-worker-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') return;
      const hash = createHash('sha256');
      const names = Object.keys(bundle)
        .filter((name) => name !== 'sw.js')
        .sort();
      for (const name of names) {
        const file = bundle[name];
        if (file !== undefined) hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
      }
      const fixed = readdirSync(publicFolder).sort();
      for (const name of fixed) hash.update(name).update(readFileSync(join(publicFolder, name)));
      hash.update(worker.code);
      worker.code = worker.code
        .replace('__FILES__', JSON.stringify([...names, ...fixed]))
        .replace('__VERSION__', hash.digest('hex').slice(0, 16));
    },
  };
}
