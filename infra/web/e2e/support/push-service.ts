import { execFileSync } from 'node:child_process';
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A push service of browsers on this machine, and the keys of one browser: what is posted, only they decrypt. */
export class PushService {
  readonly received: { path: string; push: Record<string, unknown> }[] = [];
  readonly #browser = createECDH('prime256v1');
  readonly #auth = randomBytes(16);

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {
    this.#browser.generateKeys();
  }

  static async start(): Promise<PushService> {
    const folder = mkdtempSync(join(tmpdir(), 'confab-push-'));
    const store = join(folder, 'store.p12');
    const keytool = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/keytool') : 'keytool';
    const passphrase = 'changeit';
    const of = ['-keystore', store, '-storepass', passphrase, '-alias', 'push'];
    const certificate = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=push', '-ext', 'SAN=IP:127.0.0.1'];
    execFileSync(keytool, ['-genkeypair', ...certificate, ...of], { stdio: 'ignore' });
    execFileSync(keytool, ['-exportcert', '-rfc', '-file', join(folder, 'push.pem'), ...of], { stdio: 'ignore' });
    const server = createServer({ pfx: readFileSync(store), passphrase });
    const service = new PushService(server, folder);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const push = JSON.parse(service.#decrypt(Buffer.concat(pieces))) as Record<string, unknown>;
        service.received.push({ path: request.url ?? '', push });
        response.writeHead(201).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return service;
  }

  get #host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lets a server call it. */
  settings(): Record<string, string> {
    return { CONFAB_PUSH_WEBPUSH_TEST_PEER: `${this.#host},${join(this.folder, 'push.pem')}` };
  }

  /** What `JSON.stringify` makes of the browser's subscription. */
  subscription(path: string): { endpoint: string; keys: { p256dh: string; auth: string } } {
    return {
      endpoint: `https://${this.#host}${path}`,
      keys: { p256dh: this.#browser.getPublicKey('base64url'), auth: this.#auth.toString('base64url') },
    };
  }

  /** RFC 8291, in one record of RFC 8188. */
  #decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const theirs = body.subarray(21, 21 + (body[20] ?? 0));
    const sealed = body.subarray(21 + theirs.length);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#browser.getPublicKey(), theirs]);
    const secret = Buffer.from(hkdfSync('sha256', this.#browser.computeSecret(theirs), this.#auth, info, 32));
    const derive = (name: string, length: number) =>
      Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, length));
    const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
