import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { generate } from './generate.js';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What docs/openapi.yaml and the SDK's types say differently, and what the comparison finds in its samples. */
export async function compare(): Promise<Record<'Differences' | 'Found' | 'FoundIn', string[]>> {
  await generate();
  const check = here('openapi.check.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  };
  const program = ts.createProgram([check], options);
  const source = program.getSourceFile(check) as ts.SourceFile;
  const errors = program.getSemanticDiagnostics(source);
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, host));
  const checker = program.getTypeChecker();
  const lines = (name: string): string[] => {
    const alias = source.statements.find((s) => ts.isTypeAliasDeclaration(s) && s.name.text === name);
    const type = checker.getTypeAtLocation(alias as ts.TypeAliasDeclaration);
    if (type.flags & ts.TypeFlags.Never) return [];
    const all = type.isUnion() ? type.types : [type];
    return all.map((t) => (t.isStringLiteral() ? t.value : checker.typeToString(t))).sort();
  };
  return { Differences: lines('Differences'), Found: lines('Found'), FoundIn: lines('FoundIn') };
}

const host: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => here('.'),
  getNewLine: () => '\n',
};
