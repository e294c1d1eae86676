import type { Adapters } from './adapters.js';
import { Caller, type CallOptions } from './api/call.js';
import { ConfabError } from './api/errors.js';
import type { Method, Params, Reply } from './api/methods.js';
import type { Message } from './api/types.js';
import { Emitter } from './emitter.js';
import type { StateTree } from './state.js';
import type { Changed, Store, StoreName, Tx } from './store/store.js';
import type { Events, Options } from './types.js';

/** What the tabs of one user tell each other. */
export type TabMessage =
  | { t: 'changed'; changed: Changed }
  | { t: 'kick'; what: 'outbox' | 'marks' | 'drafts' | 'sync' | 'socket' }
  | { t: 'ask'; ids: string[] }
  | { t: 'token'; token: string; tokenExpired: number; from: 'server' | 'outside' }
  | { t: 'signed-out'; reason: string }
  | { t: 'leader?' }
  | { t: 'here'; connection: string; index: number }
  | { t: 'progress'; unique_id: string; progress: number }
  | { t: 'rewritten'; messages: Message[] }
  | { t: 'arrived'; messages: Message[]; live: boolean };

/** What the parts of a session share. */
export class Core {
  readonly timers;
  private readonly listeners = new Set<(changed: Changed, from: 'here' | 'elsewhere') => void>();
  private offset = 0;
  closed = false;
  leads = false;
  post: (message: TabMessage) => void = () => undefined;
  /** Makes room; set by the session. */
  onFull: () => Promise<void> = async () => undefined;
  onBroken: (reason: string) => Promise<boolean> = async () => false;
  /** The server has answered; set by the session. */
  onReached: () => void = () => undefined;

  constructor(
    readonly uid: string,
    readonly options: Options,
    readonly adapters: Adapters,
    public store: Store,
    readonly state: StateTree,
    readonly events: Emitter<Events>,
    readonly caller: Caller,
  ) {
    this.timers = adapters.timers;
  }

  async call<M extends Method>(method: M, params: Params<M>, o?: CallOptions): Promise<Reply<M>> {
    if (this.closed) throw new ConfabError('closed', { kind: 'client', method });
    const reply = await this.caller.call(method, params, o);
    this.onReached();
    return reply;
  }

  read<T>(stores: StoreName[], f: (tx: Tx) => Promise<T>): Promise<T> {
    return this.guarded(() => this.store.read(stores, f));
  }

  /** One transaction; what it changed is told here and to the other tabs. */
  async write<T>(stores: StoreName[], f: (tx: Tx) => Promise<T>, o?: { strict?: boolean }): Promise<T> {
    const { result, changed } = await this.guarded(() => this.store.write(stores, f, o));
    if (Object.keys(changed).length > 0) {
      this.announce(changed, 'here');
      this.post({ t: 'changed', changed });
    }
    return result;
  }

  onChanged(f: (changed: Changed, from: 'here' | 'elsewhere') => void): () => void {
    this.listeners.add(f);
    return () => void this.listeners.delete(f);
  }

  announce(changed: Changed, from: 'here' | 'elsewhere'): void {
    for (const f of [...this.listeners]) f(changed, from);
  }

  /** The server's time. */
  now(): number {
    return this.timers.now() + this.offset;
  }

  setServerTime(time: number, askedAt: number): void {
    const here = this.timers.now();
    this.offset = Math.round(time - (askedAt + here) / 2);
  }

  log(level: 'debug' | 'info' | 'warn', what: string, more: Record<string, unknown> = {}): void {
    this.options.log?.({ level, what, ...more });
  }

  /** Work that nobody waits for: its failure is an event. */
  background(what: string, work: Promise<unknown>): void {
    work.catch((failure: unknown) => {
      if (this.closed) return;
      const error = asConfabError(failure);
      this.log('warn', what, { code: error.code, message: error.message });
      this.events.emit('error', { error });
    });
  }

  /** A full or broken store: room is made, then memory takes its place. */
  private async guarded<T>(f: () => Promise<T>): Promise<T> {
    const { store } = this;
    try {
      const result = await f();
      // It was done in a store that was left meanwhile.
      return this.store === store ? result : await f();
    } catch (failure) {
      const code = failure instanceof ConfabError ? failure.code : undefined;
      if (this.closed || (code !== 'quota' && code !== 'cache')) throw failure;
      if (code === 'quota') {
        await this.onFull().catch(() => undefined);
        try {
          return await f();
        } catch {
          // As broken as any.
        }
      }
      if (await this.onBroken(code)) return f();
      throw failure;
    }
  }
}

export function asConfabError(failure: unknown): ConfabError {
  if (failure instanceof ConfabError) return failure;
  return new ConfabError('cache', { kind: 'client', cause: failure, message: String((failure as Error)?.message) });
}
