import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../free-port.js';

const JAR = fileURLToPath(new URL('../../../local/target/quarkus-app/quarkus-run.jar', import.meta.url));
const READY_MS = 180_000;

/** The laptop's whole system on a port and in a folder of its own, as `infra/local/run` starts it. */
export class Server {
  readonly url: string;
  #process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly data: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    if (!existsSync(JAR)) throw new Error('Build the system first: infra/local/run --rebuild');
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), 'confab-e2e-')), settings);
    await server.run();
    return server;
  }

  /** Starts it, on the data of the last time. */
  async run(): Promise<void> {
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
    this.#process = spawn(java, ['-Xmx320m', '-jar', JAR], {
      env: { ...process.env, ...this.settings, CONFAB_PORT: String(this.port), CONFAB_DATA: this.data },
      stdio: 'ignore',
    });
    const end = Date.now() + READY_MS;
    while (!(await this.#ready())) {
      if (Date.now() > end || this.#process.exitCode !== null) throw new Error('The server does not start.');
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** Ends it as a power failure would. */
  async kill(): Promise<void> {
    const process = this.#process;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((done) => process.once('exit', done));
    process.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  async #ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`)).ok;
    } catch {
      return false;
    }
  }
}
