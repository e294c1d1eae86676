import type { Profile } from '../api/types.js';
import { ConfabError } from '../api/errors.js';
import type { Core } from '../core.js';
import type { PageOptions, Paging, PeopleApi } from '../types.js';

const together = 500;
const waitMs = 50;
const freshMs = 24 * 3_600_000;
const kept = 5000;

interface UserRow extends Profile {
  at: number;
}

/** Profiles of users: in memory, in the cache, from the server. */
export class People implements PeopleApi {
  private readonly users = new Map<string, UserRow>();
  private wanted = new Map<string, ((found: Profile | undefined) => void)[]>();
  private failures: ((failure: unknown) => void)[] = [];
  private timer: unknown = null;
  private unsaved = new Set<string>();
  private saving: unknown = null;
  onChanged: (uids: ReadonlySet<string>) => void = () => undefined;

  constructor(private readonly core: Core) {}

  async load(): Promise<void> {
    const rows = await this.core.read(['users'], (tx) => tx.list<UserRow>('users'));
    for (const row of rows.sort((a, b) => a.at - b.at)) this.users.set(row._id, row);
    this.publish(new Set(this.users.keys()));
  }

  known(uid: string): Profile | undefined {
    return this.users.get(uid);
  }

  /** Takes profiles that came along with something else. */
  merge(profiles: readonly Profile[]): void {
    const changed = new Set<string>();
    for (const { _id, nickname, avatar_file } of profiles) {
      if (!_id || typeof nickname !== 'string') continue;
      const row: UserRow = { _id, nickname, at: this.core.timers.now() };
      if (avatar_file) row.avatar_file = avatar_file;
      const was = this.users.get(_id);
      if (!was || was.nickname !== nickname || was.avatar_file?.url !== avatar_file?.url) changed.add(_id);
      this.users.delete(_id);
      this.users.set(_id, row);
    }
    for (const uid of this.users.keys()) {
      if (this.users.size <= kept) break;
      this.users.delete(uid);
    }
    if (changed.size > 0) this.publish(changed);
  }

  async get(ids: string[]): Promise<Profile[]> {
    const now = this.core.timers.now();
    const found = await Promise.all(
      [...new Set(ids)].map((id) => {
        const user = this.users.get(id);
        if (user && now - user.at < freshMs) return user;
        const asked = this.ask(id);
        return user ?? asked;
      }),
    );
    return found.filter((user): user is Profile => !!user);
  }

  async search(keyword: string, o: PageOptions = {}): Promise<Paging<Profile>> {
    return this.page(await this.core.call('searchUsers', { keyword, ...o }));
  }

  async list(o: PageOptions = {}): Promise<Paging<Profile>> {
    return this.page(await this.core.call('getUserList', { ...o }));
  }

  async presence(ids: string[]) {
    return (await this.core.call('getPresence', { user_ids: ids })).data;
  }

  /** Nothing is left open. */
  close(): void {
    if (this.timer !== null) this.core.timers.clear(this.timer);
    if (this.saving !== null) this.core.timers.clear(this.saving);
    const failures = this.failures;
    this.failures = [];
    for (const f of failures) f(new ConfabError('closed', { kind: 'client' }));
  }

  private page(reply: { data: Profile[]; hasMore: boolean; nextCursor?: string }): Paging<Profile> {
    this.merge(reply.data);
    return { items: reply.data, hasMore: reply.hasMore, cursor: reply.nextCursor };
  }

  private ask(id: string): Promise<Profile | undefined> {
    const answer = new Promise<Profile | undefined>((resolve, reject) => {
      const waiting = this.wanted.get(id) ?? [];
      waiting.push(resolve);
      this.wanted.set(id, waiting);
      this.failures.push(reject);
    });
    answer.catch(() => undefined);
    this.timer ??= this.core.timers.set(() => this.core.background('people', this.flush()), waitMs);
    return answer;
  }

  private async flush(): Promise<void> {
    const { wanted, failures } = this;
    this.wanted = new Map();
    this.failures = [];
    this.timer = null;
    try {
      const ids = [...wanted.keys()];
      for (let i = 0; i < ids.length; i += together) {
        let cursor: string | undefined;
        do {
          const reply = await this.core.call('getUsersInfo', { user_ids: ids.slice(i, i + together), cursor });
          this.merge(reply.data);
          cursor = reply.hasMore ? reply.nextCursor : undefined;
        } while (cursor !== undefined);
      }
      for (const [id, waiting] of wanted) for (const f of waiting) f(this.users.get(id));
    } catch (failure) {
      for (const f of failures) f(failure);
    }
  }

  private publish(changed: ReadonlySet<string>): void {
    const usersInfo: Record<string, Profile> = {};
    for (const [id, { _id, nickname, avatar_file }] of this.users) {
      const was = this.core.state.value.usersInfo[id];
      usersInfo[id] =
        was && !changed.has(id) ? was : Object.freeze(avatar_file ? { _id, nickname, avatar_file } : { _id, nickname });
    }
    this.core.state.set({ usersInfo: Object.freeze(usersInfo) });
    for (const uid of changed) this.unsaved.add(uid);
    this.saving ??= this.core.timers.set(() => {
      this.saving = null;
      this.core.background('people', this.save());
    }, 2000);
    this.onChanged(changed);
  }

  private save(): Promise<void> {
    const rows = [...this.unsaved].map((uid) => this.users.get(uid)).filter((row): row is UserRow => !!row);
    this.unsaved = new Set();
    return this.core.write(['users'], async (tx) => {
      for (const row of rows) tx.put('users', row);
    });
  }
}
