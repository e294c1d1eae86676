import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../free-port.js';
import { createConfab, type Confab, type Options, type Token } from '../../src/node.js';

const jar = fileURLToPath(new URL('../../../../local/target/quarkus-app/quarkus-run.jar', import.meta.url));
const secret = 'confab-local-request-secret';
const readyMs = 180_000;

/** A laptop's system of the tests' own: port and folder are theirs, and it can be killed. */
export class System {
  private process: ChildProcess | null = null;
  private readonly data = mkdtempSync(join(tmpdir(), 'confab-sdk-'));
  private readonly clients: Confab[] = [];
  readonly log: string[] = [];

  private constructor(
    readonly port: number,
    private readonly settings: Record<string, string>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<System> {
    if (!existsSync(jar)) throw new Error('The system is not built: run infra/local/run once.');
    const system = new System(await freePort(), settings);
    await system.run();
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async run(): Promise<void> {
    const { PATH, HOME, JAVA_HOME } = process.env;
    const java = JAVA_HOME ? join(JAVA_HOME, 'bin', 'java') : 'java';
    const env = { PATH, HOME, CONFAB_PORT: String(this.port), CONFAB_DATA: this.data, ...this.settings };
    const child = spawn(java, ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx320m', '-jar', jar], { env });
    child.stdout.on('data', (text: Buffer) => this.log.push(String(text)));
    child.stderr.on('data', (text: Buffer) => this.log.push(String(text)));
    this.process = child;
    for (const end = Date.now() + readyMs; Date.now() < end;) {
      if (child.exitCode !== null) throw new Error(`The system ended: ${this.log.join('').slice(-2000)}`);
      const ready = await fetch(`${this.url}/health`).then(
        (reply) => reply.ok,
        () => false,
      );
      if (ready) return;
      await sleep(100);
    }
    throw new Error(`The system does not start: ${this.log.join('').slice(-2000)}`);
  }

  /** As a power failure. */
  kill(): Promise<void> {
    const child = this.process;
    return new Promise((resolve) => {
      if (!child || child.exitCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  async stop(): Promise<void> {
    for (const client of this.clients) await client.close();
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  async token(username: string): Promise<Token> {
    const reply = await fetch(`${this.url}/devLogin`, { method: 'POST', body: JSON.stringify({ username }) });
    return ((await reply.json()) as { newToken: Token }).newToken;
  }

  /** A call as it is, by a user, without the SDK. */
  async raw(
    uid: string,
    method: string,
    params: object,
    deviceId = 'raw',
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const { token } = await this.token(uid);
    const headers = {
      authorization: `Bearer ${token}`,
      'x-client-app-id': 'demo',
      'x-client-device-id': deviceId,
      'x-client-platform': 'test',
    };
    const reply = await fetch(`${this.url}/${method}`, { method: 'POST', headers, body: JSON.stringify(params) });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  /** An account of a back end's own, signed as it does. */
  async register(externalUid: string): Promise<{ uid: string; newToken: Token }> {
    const nonce = randomBytes(12).toString('hex');
    const timestamp = String(Date.now());
    const body = JSON.stringify({ externalUid, nickname: externalUid });
    const signature = createHmac('sha256', secret + nonce)
      .update(`${timestamp}\nexternalRegister\n${body}`)
      .digest('hex')
      .toUpperCase();
    const headers = { 'uni-id-nonce': nonce, 'uni-id-timestamp': timestamp, 'uni-id-signature-v2': signature };
    const reply = await fetch(`${this.url}/externalRegister`, { method: 'POST', headers, body });
    return (await reply.json()) as { uid: string; newToken: Token };
  }

  client(deviceId: string, more: Partial<Options> = {}): Confab {
    const confab = createConfab({
      endpoint: this.url,
      socket: `ws://127.0.0.1:${this.port}/ws`,
      appId: 'demo',
      deviceId,
      ...more,
    });
    this.clients.push(confab);
    return confab;
  }

  /** Signed in and live. */
  async signedIn(username: string, deviceId: string, more: Partial<Options> = {}): Promise<Confab> {
    const confab = this.client(deviceId, more);
    await confab.login(await this.token(username));
    await until(() => confab.state.connection === 'live');
    return confab;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${String(holds)}`);
    await sleep(20);
  }
}
