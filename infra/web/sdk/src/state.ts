import type { State } from './types.js';

export const emptyState: State = Object.freeze({
  connection: 'offline',
  me: null,
  conversation: Object.freeze({ dataList: [], hasMore: true, loaded: false }),
  currentConversationId: null,
  heartbeat: 0,
  unreadTotal: 0,
  outbox: Object.freeze({ waiting: 0, failed: 0 }),
  friend: Object.freeze({ dataList: [], hasMore: true, loaded: false }),
  group: Object.freeze({ dataList: [], hasMore: true, loaded: false }),
  notification: Object.freeze({ dataList: [], hasMore: true, loaded: false, unreadCount: 0 }),
  usersInfo: Object.freeze({}),
  isWidescreen: false,
  systemInfo: Object.freeze({}),
  cache: 'opening',
  socketOpenIndex: 0,
  leader: false,
});

/** The one state. Its parts are replaced, never changed, so that `===` tells whether something is new. */
export class StateTree {
  private state: State = emptyState;
  private readonly listeners = new Set<() => void>();
  private scheduled = false;

  get value(): State {
    return this.state;
  }

  set(patch: Partial<State>): void {
    let changed = false;
    for (const key of Object.keys(patch) as (keyof State)[]) {
      if (this.state[key] !== patch[key]) changed = true;
    }
    if (!changed) return;
    this.state = Object.freeze({ ...this.state, ...patch });
    if (this.scheduled) return;
    this.scheduled = true;
    void Promise.resolve().then(() => {
      this.scheduled = false;
      for (const f of [...this.listeners]) f();
    });
  }

  subscribe<T>(select: (s: State) => T, f: (x: T) => void): () => void {
    let last = select(this.state);
    const listener = () => {
      const next = select(this.state);
      if (Object.is(next, last)) return;
      last = next;
      f(next);
    };
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
