// Writes docs/sdk-reference.md from the types and their comments: node reference.js. A test compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const place = here('../../../docs/sdk-reference.md');

const entries = {
  index: ['@confab/sdk', 'For browsers.'],
  node: ['@confab/sdk/node', 'For Node 20 and newer.'],
  uni: ['@confab/sdk/uni', 'For uni-app and mini programs.'],
  vue: ['@confab/sdk/vue', 'For Vue 3.'],
  'uni-im': ['@confab/sdk/uni-im', "uni-im's own names."],
  'web-push': ['@confab/sdk/web-push', 'Pushes to browsers in which no page is open.'],
};

function declarationOf(checker, symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations[0];
}

/** As it stands in the source, without bodies of functions and classes' private parts. */
function textOf(node) {
  const source = node.getSourceFile();
  const code = (from, to) => source.text.slice(from, to).trim();
  if (ts.isFunctionDeclaration(node)) return code(node.getStart(), node.body.getStart()).replace(/^export /, '');
  if (ts.isVariableDeclaration(node)) return code(node.parent.getStart(), node.parent.getEnd());
  if (ts.isClassDeclaration(node)) {
    const members = node.members.filter((m) => !ts.isConstructorDeclaration(m));
    const lines = members.map((m) => '  ' + code(m.getFullStart(), m.getEnd()).replaceAll('\n', '\n  '));
    return `${code(node.getStart(), node.members.pos).replace(/^export /, '')}\n${lines.join('\n')}\n}`;
  }
  return code(node.getStart(), node.getEnd()).replace(/^export /, '');
}

function commentOf(node) {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const [doc] = ts.getJSDocCommentsAndTags(owner).filter(ts.isJSDoc);
  return doc ? (ts.getTextOfJSDocComment(doc.comment) ?? '').replaceAll(/\s*\n\s*/g, ' ') : '';
}

function section(name, node) {
  const comment = commentOf(node);
  return `### ${name}\n\n${comment && comment + '\n\n'}\`\`\`ts\n${textOf(node)}\n\`\`\`\n`;
}

/** The text of the reference, and every exported name. */
export function reference() {
  const files = Object.keys(entries).map((name) => here(`src/${name}.ts`));
  const program = ts.createProgram([...files, here('src/shared.ts')], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const exportsOf = (file) => {
    const symbols = checker.getExportsOfModule(
      checker.getSymbolAtLocation(program.getSourceFile(here(`src/${file}.ts`))),
    );
    return symbols.map((symbol) => ({ name: symbol.name, node: declarationOf(checker, symbol) }));
  };
  const order = ['types.ts', 'api/types.ts', 'api/errors.ts', 'api/methods.ts', 'adapters.ts'];
  const rank = ({ node }) => {
    const at = order.findIndex((file) => node.getSourceFile().fileName.endsWith(`/src/${file}`));
    return [at < 0 ? order.length : at, node.pos];
  };
  const sorted = (list) => list.sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1]);
  const shared = exportsOf('shared');
  const common = new Set(shared.map(({ name }) => name));
  const names = new Set(common);
  let text = `# The JavaScript SDK: every name

Made of the types and their comments by \`npm run reference -w sdk\`. How they are used: [sdk.md](sdk.md).
`;
  for (const [file, [module, what]] of Object.entries(entries)) {
    const own = exportsOf(file).filter(({ name }) => !common.has(name));
    own.forEach(({ name }) => names.add(name));
    text += `\n## \`${module}\`\n\n${what}\n\n${sorted(own)
      .map((x) => section(x.name, x.node))
      .join('\n')}`;
  }
  text += `\n## In the first three\n\n${sorted(shared)
    .map((x) => section(x.name, x.node))
    .join('\n')}`;
  return { text, names };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(place, reference().text);
