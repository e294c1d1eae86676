// Fails unless both builds hold the SDK, and the mini program's is as small as it must be.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 2_000_000;
const build = new URL('dist/build/', import.meta.url).pathname;

for (const platform of ['h5', 'mp-weixin']) {
  const files = readdirSync(join(build, platform), { recursive: true })
    .map((name) => join(build, platform, name))
    .filter((path) => statSync(path).isFile());
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  const has = (text) => files.some((path) => path.endsWith('.js') && readFileSync(path, 'utf8').includes(text));
  const ok = has('x-client-app-id') && (platform === 'h5' || bytes <= MOST_BYTES);
  console.log(`${platform.padEnd(10)} ${(bytes / 1000).toFixed(0).padStart(5)} kB${ok ? '' : '  NOT AS IT SHOULD BE'}`);
  if (!ok) process.exitCode = 1;
}
