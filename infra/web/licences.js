// Fails if what is packed into the client or the SDK has a licence that was not looked at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);
const ROOT = new URL('.', import.meta.url).pathname;

/** The packages that are needed at run time, with those that they need. */
function shipped(packages) {
  const found = new Set();
  const add = (name, from) => {
    const nested = `${from}/node_modules/${name}`;
    const place = packages[nested] ? nested : `node_modules/${name}`;
    const entry = packages[place];
    if (entry === undefined || found.has(place)) return;
    found.add(place);
    Object.keys((entry.link ? packages[entry.resolved] : entry).dependencies ?? {}).forEach((each) => add(each, place));
  };
  for (const workspace of ['client', 'sdk']) {
    Object.keys(packages[workspace].dependencies ?? {}).forEach((name) => add(name, workspace));
  }
  return found;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const bad = [];
const places = shipped(packages);
for (const place of places) {
  const { name, license } = JSON.parse(readFileSync(join(ROOT, place, 'package.json'), 'utf8'));
  if (!ALLOWED.has(license)) bad.push(`${name}: ${license}`);
}
console.log(bad.length === 0 ? `${places.size} packages` : bad.join('\n'));
process.exit(bad.length === 0 ? 0 : 1);
