// Fails if what a browser or a mini program has to load has become larger than its budget.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const DIST = new URL('client/dist/', import.meta.url).pathname;
const KB = 1000;

const read = (name) => readFileSync(join(DIST, name), 'utf8');
const zipped = (text) => gzipSync(text, { level: 9 }).length;
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const importsOf = (name) => [...read(name).matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)].map(([, to]) => to);

/** All that a module needs before it runs. */
function withImports(name, found = new Set()) {
  if (!found.has(name)) {
    found.add(name);
    importsOf(name).forEach((each) => withImports(each, found));
  }
  return found;
}

/** An entry of the SDK as an application packs it: minified, with what it needs, without Vue. */
async function entry(name) {
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    root: new URL('sdk/', import.meta.url).pathname,
    resolve: { conditions: ['source', 'module', 'browser'] },
    build: {
      write: false,
      target: 'es2020',
      rolldownOptions: {
        input: `src/${name}.ts`,
        preserveEntrySignatures: 'strict',
        external: ['vue', 'ws'],
      },
    },
  });
  return sum(output.filter(({ type }) => type === 'chunk').map(({ code }) => zipped(code)));
}

const files = readdirSync(DIST);
const scripts = files.filter((name) => name.endsWith('.js'));
// The list of conversations with the larger of the two dictionaries.
const first = [...withImports('app.js')].filter((name) => !/^chunk-(zh|en)\.js$/.test(name));
const dictionary = Math.max(...['chunk-zh.js', 'chunk-en.js'].map((name) => zipped(read(name))));

const measured = [
  ['client, first load, scripts (gzip)', sum(first.map((name) => zipped(read(name)))) + dictionary, 90 * KB],
  ['client, styles (gzip)', zipped(read('app.css')), 15 * KB],
  ['client, all scripts (gzip)', sum(scripts.map((name) => zipped(read(name)))), 200 * KB],
  ['client, dist on disk', sum(files.map((name) => statSync(join(DIST, name)).size)), 900 * KB],
  ['SDK, browser (gzip)', await entry('index'), 36 * KB],
  ['SDK, uni-app (gzip)', await entry('uni'), 34 * KB],
];

let over = false;
for (const [name, bytes, budget] of measured) {
  const ok = bytes <= budget;
  over ||= !ok;
  console.log(
    `${name.padEnd(36)} ${(bytes / KB).toFixed(1).padStart(6)} kB  of ${budget / KB} kB${ok ? '' : '  TOO LARGE'}`,
  );
}
process.exit(over ? 1 : 0);
