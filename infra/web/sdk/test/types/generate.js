// Makes generated.ts, which is not committed, of docs/openapi.yaml: node test/types/generate.js
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

export async function generate() {
  const ast = await openapi(new URL('../../../../../docs/openapi.yaml', import.meta.url));
  const text = `// Made of docs/openapi.yaml by generate.js.\n${astToString(ast)}`;
  const file = fileURLToPath(new URL('generated.ts', import.meta.url));
  if (read(file) !== text) writeFileSync(file, text);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
