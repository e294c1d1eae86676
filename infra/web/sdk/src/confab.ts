import type { Adapters } from './adapters.js';
import { Caller } from './api/call.js';
import { ConfabError } from './api/errors.js';
import type { Method, Params, Reply } from './api/methods.js';
import type { Me, Profile, Token } from './api/types.js';
import { conversationApi } from './conversation/api.js';
import { asConfabError } from './core.js';
import { Emitter } from './emitter.js';
import { friendApi } from './friend/api.js';
import { groupApi } from './group/api.js';
import { messageApi, unsent } from './message/api.js';
import { notificationApi } from './notification/api.js';
import { meApi } from './people/me.js';
import { openSession, type Place } from './session/open.js';
import { notSignedIn, type Session } from './session/session.js';
import { TokenKeep, type KeptToken } from './session/tokens.js';
import { emptyState, StateTree } from './state.js';
import { recordStores } from './sync/records.js';
import type { Confab, Connection, Events, Options, State } from './types.js';
import { newDeviceId, shortHash } from './text/ids.js';
import { uidOf } from './text/token.js';

/** The client: signs users in and out, one at a time. */
export class ConfabClient implements Confab {
  private session: Session | null = null;
  private changing: Promise<unknown> = Promise.resolve();
  private closed = false;
  private readonly tree = new StateTree();
  private readonly emitter: Emitter<Events>;
  private readonly place: Place;
  private readonly endScreen: () => void;

  private readonly current = (): Session => {
    if (!this.session) throw notSignedIn();
    return this.session;
  };
  readonly conversation = conversationApi(this.current);
  readonly message = messageApi(this.current);
  readonly notification = notificationApi(this.current);
  readonly friend = friendApi(this.current);
  readonly group = groupApi(this.current);
  readonly me = meApi(this.current);
  readonly people = {
    get: (ids: string[]) => this.current().parts.people.get(ids),
    search: (keyword: string, o?: object) => this.current().parts.people.search(keyword, o),
    list: (o?: object) => this.current().parts.people.list(o),
    presence: (ids: string[]) => this.current().parts.people.presence(ids),
  };
  readonly clock = { now: () => this.session?.core.now() ?? this.place.adapters.timers.now() };
  readonly cache = {
    clear: () => this.clearCache(),
    messages: async () => {
      const rows = await this.current().core.read(['ranges'], (tx) => tx.list<{ known: [number, number][] }>('ranges'));
      return rows.reduce((sum, row) => sum + row.known.reduce((n, [a, b]) => n + b - a + 1, 0), 0);
    },
  };

  constructor(options: Options, adapters: Adapters) {
    const endpoint = typeof options.endpoint === 'string' ? options.endpoint : options.endpoint('sendMsg');
    const name = `confab-${shortHash(endpoint, options.appId)}`;
    const keep = options.session === 'tab' ? adapters.tabKeep : adapters.keep;
    this.emitter = new Emitter<Events>((failure) =>
      options.log?.({ level: 'warn', what: 'listener', message: String(failure) }),
    );
    this.place = {
      options,
      adapters,
      name,
      tokens: new TokenKeep(keep, name),
      deviceId: options.deviceId ?? kept(adapters, `${name}:device`),
      tree: this.tree,
      emitter: this.emitter,
      onEnd: (session, reason) => void this.ended(session, reason),
      onOtherUser: (token) => void this.login(token).catch(() => undefined),
    };
    const { screen } = adapters;
    const look = () => this.tree.set({ isWidescreen: screen?.wide() ?? false });
    this.tree.set({ systemInfo: Object.freeze({ ...screen?.info }) });
    look();
    this.endScreen = screen?.onChange(look) ?? (() => undefined);
  }

  get state(): State {
    return this.tree.value;
  }

  get uid(): string | null {
    return this.session?.core.uid ?? null;
  }

  login(token: Token): Promise<Me> {
    return this.next(() => this.signIn(token));
  }

  resume(): Promise<Me | null> {
    return this.next(async () => {
      if (this.session?.me) return this.session.me;
      const found = this.place.tokens.last();
      if (found) return this.signIn(found);
      const given = await this.place.options.getToken?.('missing').catch((cause: unknown) => {
        throw new ConfabError('network', { kind: 'network', retryable: true, cause });
      });
      return given ? this.signIn(given) : null;
    });
  }

  logout(o: { all?: boolean; keepCache?: boolean; discardUnsent?: boolean } = {}): Promise<void> {
    return this.next(async () => {
      const { session } = this;
      if (!session) return;
      const rows = await session.parts.outbox.rows();
      if (rows.length > 0 && !o.discardUnsent) throw unsent();
      await this.endPush((uid) => uid === session.core.uid);
      await session.core
        .call('logout', { ...(o.all && { all: true }) }, { timeoutMs: 3000, retry: false })
        .catch(() => undefined);
      session.tellSignedOut('logout');
      session.tokens.drop();
      await this.leave('signed-out');
      if (!o.keepCache)
        await this.place.adapters.dropStore(`${this.place.name}-${session.core.uid}`).catch(() => undefined);
      this.emitter.emit('signed-out', { reason: 'logout' });
    });
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return this.next(async () => {
      if (this.closed) return;
      this.closed = true;
      await this.leave('offline');
      this.endScreen();
    });
  }

  takeOver(): void {
    this.current().takeOver();
  }

  async call<M extends Method>(
    m: M,
    p: Params<M>,
    o?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<Reply<M>> {
    return this.current().core.call(m, p, o);
  }

  on<E extends keyof Events>(e: E, f: (x: Events[E]) => void): () => void {
    return this.emitter.on(e, f);
  }

  subscribe<T>(select: (s: State) => T, f: (x: T) => void): () => void {
    return this.tree.subscribe(select, f);
  }

  mergeUsersInfo(users: Record<string, Profile>): void {
    this.session?.parts.people.merge(Object.values(users));
  }

  private async signIn(token: Token): Promise<Me> {
    const known = 'uid' in token ? (token as KeptToken).uid : uidOf(token.token);
    const uid = known ?? (await this.whose(token));
    if (this.session && this.session.core.uid === uid) {
      this.session.tokens.take(token, 'outside');
      return this.session.me ?? this.session.loadMe();
    }
    await this.leave('offline');
    // Where all tabs share one session, nobody else is signed in here any more.
    if (this.place.options.session !== 'tab') await this.endPush((other) => other !== uid);
    const session = await openSession(this.place, { token: token.token, tokenExpired: token.tokenExpired, uid });
    this.session = session;
    try {
      await session.start();
      if (!session.me) return await session.loadMe();
      session.core.background('me', session.loadMe());
      return session.me;
    } catch (failure) {
      if (this.session === session) await this.leave('offline');
      throw asConfabError(failure);
    }
  }

  /** An issuer's token does not say under which id its user is known here. */
  private async whose(token: Token): Promise<string> {
    const { options, adapters, deviceId } = this.place;
    const caller = new Caller({
      adapters,
      endpoint: options.endpoint,
      appId: options.appId,
      deviceId,
      platform: options.platform ?? adapters.platform,
      token: async () => token.token,
      refused: async () => false,
      renewed: () => undefined,
      log: () => undefined,
    });
    return (await caller.call('getMyInfo', {}))?.data._id;
  }

  /** Sign-ins and sign-outs follow one another. */
  private next<T>(f: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new ConfabError('closed', { kind: 'client' }));
    const run = this.changing.then(f, f);
    this.changing = run.catch(() => undefined);
    return run;
  }

  private async leave(connection: Connection): Promise<void> {
    const { session } = this;
    if (!session) {
      this.tree.set({ connection });
      return;
    }
    session.setConnection(connection);
    for (const timeline of [...session.timelines]) timeline.close();
    await session.close();
    this.session = null;
    const { isWidescreen, systemInfo, cache, socketOpenIndex } = this.state;
    this.tree.set({ ...emptyState, isWidescreen, systemInfo, cache, socketOpenIndex, connection });
  }

  /** Not more than a second of everyone's time: what cannot be ended here, the server ends. */
  private async endPush(isFor: (uid: string) => boolean): Promise<void> {
    const { adapters } = this.place;
    const ended = adapters.endPush?.(isFor).catch(() => undefined);
    if (ended) await Promise.race([ended, new Promise<void>((done) => adapters.timers.set(done, 1000))]);
  }

  /** No token works: what is cached stays for the next sign-in. */
  private ended(session: Session, reason: string): Promise<void> {
    return this.next(async () => {
      if (this.session !== session) return;
      session.tokens.drop();
      await this.endPush((uid) => uid === session.core.uid);
      await this.leave('signed-out');
      this.emitter.emit('signed-out', { reason });
    }).catch(() => undefined);
  }

  private async clearCache(): Promise<void> {
    const { core } = this.current();
    await core.write([...recordStores, 'meta', 'users', 'members', 'notifications'], async (tx) => {
      await tx.clear('messages');
      await tx.clear('ranges');
      await tx.clear('users');
      await tx.clear('members');
    });
    for (const timeline of this.current().timelines) timeline.reload();
  }
}

function kept(adapters: Adapters, key: string): string {
  const there = adapters.keep.get(key);
  if (there) return there;
  const made = newDeviceId(adapters.random);
  adapters.keep.set(key, made);
  return made;
}
