import type { Adapters, Tabs } from '../adapters.js';
import { Caller } from '../api/call.js';
import { Core } from '../core.js';
import type { Emitter } from '../emitter.js';
import type { StateTree } from '../state.js';
import { MemoryStore } from '../store/memory.js';
import { lists, precious } from '../store/schema.js';
import type { Store, StoreName } from '../store/store.js';
import { newDeviceId } from '../text/ids.js';
import type { Events, Options } from '../types.js';
import { Session } from './session.js';
import { Tokens, type KeptToken, type TokenKeep } from './tokens.js';

/** One server and app, seen from one installation. */
export interface Place {
  options: Options;
  adapters: Adapters;
  name: string;
  tokens: TokenKeep;
  deviceId: string;
  tree: StateTree;
  emitter: Emitter<Events>;
  onEnd(session: Session, reason: string): void;
  onOtherUser(token: KeptToken): void;
}

/** The cache of this user and what works on it. Nothing is connected yet. */
export async function openSession(place: Place, token: KeptToken): Promise<Session> {
  const { options, adapters, tree, emitter } = place;
  const name = `${place.name}-${token.uid}`;
  tree.set({ cache: 'opening' });
  const { store, reason } = await openStore(place, name);
  const tabs: Tabs | null = store.kind === 'persistent' ? (adapters.tabs?.(name) ?? null) : null;
  const device = { id: tabs || !adapters.tabs ? place.deviceId : alone(place) };
  const holder: { session?: Session; core?: Core } = {};
  const tokens = new Tokens(
    {
      keep: place.tokens,
      timers: adapters.timers,
      getToken: options.getToken,
      onEnd: (why) => holder.session && place.onEnd(holder.session, why),
      onOtherUser: place.onOtherUser,
      onNew: (t, from) => holder.session?.newToken(t, from),
    },
    token,
  );
  const caller = new Caller({
    adapters,
    endpoint: options.endpoint,
    appId: options.appId,
    get deviceId() {
      return device.id;
    },
    platform: options.platform ?? adapters.platform,
    token: () => tokens.get(),
    refused: (t, code) => tokens.refused(t, code),
    renewed: (t) => tokens.take(t),
    log: (level, what, more) => options.log?.({ level, what, ...more }),
  });
  const core = new Core(token.uid, options, adapters, store, tree, emitter, caller);
  holder.core = core;
  const setCache = (cache: 'persistent' | 'memory' | 'failed', why?: string) => {
    tree.set({ cache });
    emitter.emit('cache', { state: cache, reason: why });
  };
  store.onLost = (why) => setCache('failed', why);
  const leave = async (broken: Store, why: string) => {
    core.store = await rescued(broken);
    device.id = adapters.tabs ? alone(place) : place.deviceId;
    setCache('memory', why);
    void broken.close().catch(() => undefined);
    core.announce({ messages: '*', ranges: '*' }, 'here');
  };
  // Whatever fails meanwhile waits for the same memory.
  let left: Promise<void> | undefined;
  core.onBroken = async (why) => {
    if (!left && core.store.kind === 'memory') return false;
    await (left ??= leave(core.store, why));
    return true;
  };
  setCache(store.kind, reason);
  holder.session = new Session(core, tokens, tabs, (why) => holder.session && place.onEnd(holder.session, why));
  return holder.session;
}

async function openStore(place: Place, name: string): Promise<{ store: Store; reason?: string }> {
  if (place.options.cache === 'memory') return { store: new MemoryStore() };
  try {
    return { store: await place.adapters.store(name) };
  } catch (failure) {
    return { store: new MemoryStore(), reason: String((failure as { name?: string } | null)?.name ?? failure) };
  }
}

/** Without the other tabs' cache this tab is a device of its own: two sockets of one device would end each other. */
function alone(place: Place): string {
  const key = `${place.name}:tab`;
  const there = place.adapters.tabKeep.get(key) ?? newDeviceId(place.adapters.random).slice(3, 11);
  place.adapters.tabKeep.set(key, there);
  return `${place.deviceId}~${there}`;
}

/** A store in memory with what must not be lost of a broken one and the lists, if that can still be read. */
async function rescued(broken: Store): Promise<Store> {
  const store = new MemoryStore();
  for (const names of [...precious.map((name) => [name]), lists]) {
    try {
      const all = await broken.read(names, (tx) => Promise.all(names.map((name) => tx.list<object>(name))));
      await store.write(names, async (tx) => {
        for (const [i, rows] of all.entries()) for (const row of rows) tx.put(names[i] as StoreName, row);
      });
    } catch {
      // What cannot be read is lost with its store.
    }
  }
  return store;
}
