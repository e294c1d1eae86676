import { asConfabError, type Core } from '../core.js';
import type { Tokens } from './tokens.js';

const beforeMs = 15 * 60_000;
const againMs = 60_000;
const issuerBeforeMs = 30_000;

/**
 * Renews the token before it ends, in the leader: after its end nothing is pushed, and nobody says so. The server decides what has
 * ended; this clock only decides when it is asked.
 */
export class Renewal {
  private timer: unknown = null;
  private running = false;
  /** The server cannot renew this one: its issuer does. */
  private foreign: string | null = null;
  private tried = -Infinity;

  constructor(
    private readonly core: Core,
    private readonly tokens: Tokens,
  ) {}

  /** Looks when the token ends, and does what is due. Called again after each change, and whenever time may have jumped. */
  plan(): void {
    this.stop();
    const { core } = this;
    const token = this.tokens.value;
    if (!token || !core.leads || core.closed || this.running) return;
    const { timers } = core;
    const left = token.tokenExpired - core.now();
    const life = left + timers.now() - token.takenAt;
    const foreign = this.foreign === token.token;
    const before = foreign ? Math.min(issuerBeforeMs, life / 3) : Math.min(beforeMs, life / 3);
    const again = life > 0 ? Math.min(againMs, Math.max(1000, life / 6)) : againMs;
    const due = Math.ceil(Math.max(left - before, this.tried + again - timers.now()));
    if (due <= 0) core.background('renewal', this.renew(token.token, foreign));
    else this.timer = timers.set(() => this.plan(), due);
  }

  stop(): void {
    if (this.timer !== null) this.core.timers.clear(this.timer);
    this.timer = null;
  }

  private async renew(token: string, foreign: boolean): Promise<void> {
    this.running = true;
    this.tried = this.core.timers.now();
    try {
      if (foreign) await this.tokens.refused(token, 'uni-id-token-expired');
      else this.tokens.take((await this.core.call('refreshToken', {})).newToken);
    } catch (failure) {
      const { status } = asConfabError(failure);
      if (status === 403) this.foreign = token;
      else if (status !== 401) throw failure;
    } finally {
      this.running = false;
      if (this.foreign === token && !foreign) this.tried = -Infinity;
      this.plan();
    }
  }
}
