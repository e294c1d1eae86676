import type { Keep, Timers } from '../adapters.js';
import { ConfabError, type ErrorCode } from '../api/errors.js';
import type { Token } from '../api/types.js';
import { uidOf } from '../text/token.js';

export interface KeptToken extends Token {
  uid: string;
}

/**
 * Where a token is from: the server, which then knows that this device has it; another tab; or whoever signs users in, of whose
 * token the online channel must be told.
 */
export type From = 'server' | 'tab' | 'outside';

/** Where this installation keeps tokens; one for each user, and who was the last. */
export class TokenKeep {
  constructor(
    private readonly keep: Keep,
    private readonly name: string,
  ) {}

  last(): KeptToken | null {
    const uid = this.keep.get(`${this.name}:uid`);
    return uid === null ? null : this.of(uid);
  }

  of(uid: string): KeptToken | null {
    try {
      const kept = JSON.parse(this.keep.get(`${this.name}:token:${uid}`) ?? 'null') as KeptToken | null;
      return kept && typeof kept.token === 'string' && kept.uid === uid ? kept : null;
    } catch {
      return null;
    }
  }

  put(token: KeptToken): void {
    this.keep.set(`${this.name}:token:${token.uid}`, JSON.stringify(token));
    this.keep.set(`${this.name}:uid`, token.uid);
  }

  remove(uid: string): void {
    this.keep.remove(`${this.name}:token:${uid}`);
    if (this.keep.get(`${this.name}:uid`) === uid) this.keep.remove(`${this.name}:uid`);
  }
}

export interface TokensSource {
  keep: TokenKeep;
  timers: Timers;
  getToken?: (why: 'missing' | 'expired' | 'rejected') => Promise<Token | null>;
  /** No token works any more. */
  onEnd(reason: string): void;
  /** `getToken` gave a token of someone else. */
  onOtherUser(token: KeptToken): void;
  /** A better token. Those that are not from a tab are told to the other tabs. */
  onNew(token: KeptToken, from: From): void;
}

/** The token of one session, renewed once for all calls that wait. */
export class Tokens {
  private current: (KeptToken & { takenAt: number }) | null;
  private renewing: Promise<boolean> | null = null;

  constructor(
    private readonly source: TokensSource,
    first: KeptToken,
  ) {
    this.current = { ...first, takenAt: source.timers.now() };
    source.keep.put(first);
  }

  /** With the time of this clock at which it was taken. */
  get value(): (KeptToken & { takenAt: number }) | null {
    return this.current;
  }

  async get(): Promise<string | null> {
    if (this.renewing) await this.renewing.catch(() => undefined);
    return this.current?.token ?? null;
  }

  /** Takes a token if it ends later. */
  take(token: Token, from: From = 'server'): void {
    if (!this.current || token.tokenExpired <= this.current.tokenExpired) return;
    this.replace({ token: token.token, tokenExpired: token.tokenExpired, uid: this.current.uid }, from);
  }

  /** Replaces one that was refused, asking once however many calls wait. False: there is none. */
  refused(token: string | null, code: ErrorCode): Promise<boolean> {
    if (!this.current) return Promise.resolve(false);
    if (token !== this.current.token) return Promise.resolve(true);
    const kept = this.source.keep.of(this.current.uid);
    if (kept && kept.token !== token && kept.tokenExpired > this.current.tokenExpired) {
      this.current = { ...kept, takenAt: this.source.timers.now() };
      this.source.onNew(kept, 'tab');
      return Promise.resolve(true);
    }
    this.renewing ??= this.renew(code === 'uni-id-token-expired' ? 'expired' : 'rejected').finally(
      () => (this.renewing = null),
    );
    return this.renewing;
  }

  drop(): void {
    if (this.current) this.source.keep.remove(this.current.uid);
    this.current = null;
  }

  /** Another tab signed out. */
  forget(): void {
    this.current = null;
  }

  private async renew(why: 'expired' | 'rejected'): Promise<boolean> {
    const { uid } = this.current as KeptToken;
    const next = await this.ask(why);
    if (!this.current) return false;
    if (!next) {
      this.source.onEnd(why);
      return false;
    }
    const other = uidOf(next.token);
    if (other !== null && other !== uid) {
      this.source.onOtherUser({ ...next, uid: other });
      return false;
    }
    this.replace({ token: next.token, tokenExpired: next.tokenExpired, uid }, 'outside');
    return true;
  }

  private async ask(why: 'expired' | 'rejected'): Promise<Token | null> {
    if (!this.source.getToken) return null;
    try {
      return await this.source.getToken(why);
    } catch (cause) {
      throw new ConfabError('network', { kind: 'network', retryable: true, cause, message: 'getToken failed' });
    }
  }

  private replace(token: KeptToken, from: From): void {
    this.current = { ...token, takenAt: this.source.timers.now() };
    if (from !== 'tab') this.source.keep.put(token);
    this.source.onNew(token, from);
  }
}
