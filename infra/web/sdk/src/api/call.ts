import type { Adapters, HttpReply } from '../adapters.js';
import { ConfabError, type ErrorCode } from './errors.js';
import type { Method, Params, Reply } from './methods.js';
import type { Token } from './types.js';

export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Repeated after a broken network; by default, where a repetition is harmless. */
  retry?: boolean;
  /** This one instead of the session's. */
  token?: string;
}

export interface CallSource {
  adapters: Adapters;
  endpoint: string | ((method: Method) => string);
  appId: string;
  deviceId: string;
  platform: string;
  /** The token to call with; waits while it is being renewed. */
  token(): Promise<string | null>;
  /** The server refused this token. Resolves to true when there is another one. */
  refused(token: string | null, code: ErrorCode): Promise<boolean>;
  /** A reply carried a new token. */
  renewed(token: Token): void;
  log(level: 'debug' | 'warn', what: string, more: Record<string, unknown>): void;
}

/** A second time changes nothing, by the contract: those that are repeated by themselves. */
const notRepeated = new Set<Method>([
  'sendMsg',
  'forwardMsg',
  'chooseUserIntoGroup',
  'addFriendInvite',
  'joinGroup',
  'removeFriend',
  'removeGroupMember',
  'transferGroup',
  'dissolveGroup',
  'logout',
]);
const pauses = [300, 1000];
const tokenCodes: ErrorCode[] = ['uni-id-check-token-failed', 'uni-id-token-expired'];

/** Calls methods of the server. */
export class Caller {
  constructor(private readonly source: CallSource) {}

  get deviceId(): string {
    return this.source.deviceId;
  }

  get platform(): string {
    return this.source.platform;
  }

  async call<M extends Method>(method: M, params: Params<M>, o: CallOptions = {}): Promise<Reply<M>> {
    const repeats = o.retry ?? !notRepeated.has(method);
    let failed = 0;
    let renewals = 0;
    for (;;) {
      const token = o.token ?? (await this.source.token());
      if (token === null) throw new ConfabError('not-signed-in', { kind: 'client', method });
      try {
        return await this.once(method, params, token, o);
      } catch (failure) {
        const error = failure as ConfabError;
        if (tokenCodes.includes(error.code) && o.token === undefined && renewals < 2) {
          renewals++;
          if (await this.source.refused(token, error.code)) continue;
          throw error;
        }
        const pause = pauses[failed++];
        if (!repeats || !worthRepeating(error) || pause === undefined) throw error;
        await this.pause(pause, o.signal);
      }
    }
  }

  private async once<M extends Method>(method: M, params: Params<M>, token: string, o: CallOptions): Promise<Reply<M>> {
    const { source } = this;
    const began = source.adapters.timers.now();
    const reply = await this.post(method, {
      url:
        typeof source.endpoint === 'string'
          ? `${source.endpoint.replace(/\/$/, '')}/${method}`
          : source.endpoint(method),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-client-app-id': header(source.appId),
        'x-client-device-id': header(source.deviceId),
        'x-client-platform': header(source.platform),
      },
      body: JSON.stringify(params ?? {}),
      ...o,
    });
    source.log('debug', 'call', { method, status: reply.status, ms: source.adapters.timers.now() - began });
    const parsed = parse(method, reply);
    if (parsed.newToken) source.renewed(parsed.newToken);
    return parsed as unknown as Reply<M>;
  }

  private async post(
    method: Method,
    r: { url: string; headers: Record<string, string>; body: string; signal?: AbortSignal; timeoutMs?: number },
  ): Promise<HttpReply> {
    const { adapters } = this.source;
    const { timers } = adapters;
    if (r.signal?.aborted) throw new ConfabError('aborted', { kind: 'client', method });
    const abort = adapters.abort();
    let why: 'timeout' | 'aborted' | null = null;
    const onAbort = () => {
      why = 'aborted';
      abort.abort();
    };
    r.signal?.addEventListener('abort', onAbort);
    const timeoutMs = r.timeoutMs ?? 15_000;
    const timer = timers.set(() => {
      why = 'timeout';
      abort.abort();
    }, timeoutMs);
    try {
      return await adapters.http({ url: r.url, headers: r.headers, body: r.body, timeoutMs, signal: abort.signal });
    } catch (cause) {
      if (why === 'aborted') throw new ConfabError('aborted', { kind: 'client', method, cause });
      throw new ConfabError(why ?? 'network', { kind: 'network', method, retryable: true, cause });
    } finally {
      timers.clear(timer);
      r.signal?.removeEventListener('abort', onAbort);
    }
  }

  private pause(ms: number, signal?: AbortSignal): Promise<void> {
    const { timers } = this.source.adapters;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        timers.clear(timer);
        reject(new ConfabError('aborted', { kind: 'client' }));
      };
      const timer = timers.set(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort);
    });
  }
}

function worthRepeating(error: ConfabError): boolean {
  return error.retryable && error.code !== 'rate-limited';
}

function parse(method: Method, reply: HttpReply): { errCode: unknown; newToken?: Token } {
  const body = json(reply.body);
  if (body === null || typeof body !== 'object' || !('errCode' in body)) {
    throw new ConfabError('bad-reply', {
      kind: 'network',
      method,
      status: reply.status,
      retryable: true,
      retryAfterMs: retryAfter(reply),
    });
  }
  if (body.errCode === 0) return body as { errCode: 0; newToken?: Token };
  const message = typeof body.errMsg === 'string' ? body.errMsg : '';
  throw new ConfabError(body.errCode as ErrorCode, {
    kind: 'refused',
    method,
    status: reply.status,
    retryable: reply.status >= 500 || reply.status === 429,
    retryAfterMs: retryAfter(reply),
    field: body.errCode === 'param-error' ? /^[\w.$[\]]+/.exec(message)?.[0] : undefined,
    message,
  });
}

interface Body {
  errCode?: unknown;
  errMsg?: unknown;
  newToken?: Token;
}

/** null: none of Confab's replies. */
function json(text: string): Body | null {
  try {
    return JSON.parse(text) as Body | null;
  } catch {
    return null;
  }
}

function retryAfter(reply: HttpReply): number | undefined {
  const seconds = Number(reply.headers['retry-after']);
  return reply.headers['retry-after'] !== undefined && seconds >= 0 ? seconds * 1000 : undefined;
}

/** Headers are ASCII, and the server decodes a `%`: docs/api/README.md. */
function header(value: string): string {
  return /^[\x21-\x24\x26-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}
