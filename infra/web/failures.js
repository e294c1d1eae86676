// A reporter of Vitest: appends what failed, and the first lines of why, to the file that FAILED_CASES names, for the end of a log;
// and their files, a line each, to the one that FAILED_FILES names, unless something failed outside of them.
import { appendFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const MOST = 12;
const LINES = 8;
const WIDTH = 160;

export default class Failures {
  onTestRunEnd(modules, unhandled) {
    const all = modules.flatMap((module) => [...ofModule(module)]);
    if (unhandled.length > 0) all.push(written('outside of any test', unhandled));
    const rest = all.length > MOST ? [`and ${all.length - MOST} more\n`] : [];
    appendFileSync(process.env.FAILED_CASES ?? '/dev/stderr', [...all.slice(0, MOST), ...rest].join(''));
    if (process.env.FAILED_FILES !== undefined && unhandled.length === 0)
      appendFileSync(process.env.FAILED_FILES, filesOf(modules.filter((module) => module.state() === 'failed')));
  }
}

const filesOf = (modules) => modules.map((module) => `${module.relativeModuleId}\n`).join('');

function* ofModule(module) {
  if (module.errors().length > 0) yield written(module.relativeModuleId, module.errors());
  for (const each of module.children.allSuites())
    if (each.errors().length > 0) yield written(`${module.relativeModuleId} > ${each.fullName}`, each.errors());
  for (const each of module.children.allTests('failed'))
    yield written(`${module.relativeModuleId} > ${each.fullName}`, each.result().errors);
}

/** A name, and below it the message of each error, what was expected and what was there, and the line of the test. */
const written = (name, errors) =>
  [`  ${name}`, ...errors.flatMap((error) => linesOf(error).map((line) => `      ${line}`)), ''].join('\n');

function linesOf({ name, message = '', diff = '', stack = '' }) {
  const said = message.startsWith(`${name}: `) ? message : `${name}: ${message}`;
  const lines = `${said}\n${diff}`.split('\n').map((line) => stripVTControlCharacters(line).trimEnd().slice(0, WIDTH));
  const place = stack.split('\n').find((line) => /\.(test|e2e)\.ts:\d+/.test(line));
  const kept = lines.filter((line) => line !== '').slice(0, LINES);
  return place === undefined ? kept : [...kept, stripVTControlCharacters(place).trim().slice(0, WIDTH)];
}
