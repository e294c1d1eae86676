import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** An OpenID Connect issuer on this machine: oidc-provider-mock, in a Python environment that is made at the first use. */
export class Issuer {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  /** @param seconds how long its tokens live */
  static async start(seconds: number): Promise<Issuer> {
    const python = join(environment(), 'bin/python');
    const process = spawn(python, ['-W', 'ignore', here('issuer.py'), String(seconds)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const port = await new Promise<string>((done, fail) => {
      process.stdout?.once('data', (line: Buffer) => done(line.toString().trim()));
      process.once('exit', (code) => fail(new Error(`The issuer ended with ${code}.`)));
    });
    return new Issuer(process, `http://127.0.0.1:${port}`);
  }

  /** Lets a server take its tokens, and make its users. */
  settings(): Record<string, string> {
    return { CONFAB_OIDC_ISSUER: this.url, CONFAB_OIDC_AUDIENCE: 'confab-web', CONFAB_OIDC_PROVISION: 'true' };
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.process.once('exit', done));
    this.process.stdin?.end();
    await gone;
  }
}

/** The folder of the environment: in the cache folder, one for each list of packages. */
function environment(): string {
  const list = here('issuer-requirements.txt');
  const name = createHash('sha256').update(readFileSync(list)).digest('hex').slice(0, 12);
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'confab', `issuer-${name}`);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', folder]);
    const pip = ['install', '--quiet', '--disable-pip-version-check', '-r', list];
    execFileSync(join(folder, 'bin/pip'), pip, { stdio: 'inherit' });
    writeFileSync(complete, '');
  }
  return folder;
}
