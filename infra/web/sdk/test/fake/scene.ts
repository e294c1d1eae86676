import fc from 'fast-check';
import type { Confab, Timeline } from '../../src/types.js';
import { ids } from '../../src/text/ids.js';
import { Refusal } from './server.js';
import { noFaults, World } from './world.js';

export const users = ['alice', 'bob', 'carol'];
const pairs = [ids.single('alice', 'bob'), ids.single('alice', 'carol'), ids.single('bob', 'carol')];

export type Step =
  | {
      do: 'send' | 'revoke' | 'delete' | 'read' | 'remove' | 'pin' | 'open' | 'closeTab' | 'expire';
      tab: number;
      n: number;
    }
  | { do: 'kick' | 'add'; n: number }
  | { do: 'offline' | 'online'; tab: number; n?: undefined }
  | { do: 'cutAll' | 'outage' | 'wait'; n: number };

const tabIndex = fc.nat(11);
const n = fc.nat(1000);
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('send' as const), tab: tabIndex, n }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'revoke' as const,
        'delete' as const,
        'read' as const,
        'remove' as const,
        'pin' as const,
        'open' as const,
      ),
      tab: tabIndex,
      n,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('closeTab' as const, 'expire' as const), tab: tabIndex, n }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('offline' as const, 'online' as const), tab: tabIndex }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('kick' as const, 'add' as const), n }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('cutAll' as const, 'outage' as const, 'wait' as const, 'wait' as const),
      n,
    }),
  },
);

export interface Tab {
  uid: string;
  device: string;
  confab: Confab;
  timelines: Timeline[];
  token: string;
}

/** Three users, two devices each, two tabs on each device; one group. */
export class Scene {
  readonly world: World;
  readonly tabs: Tab[] = [];
  readonly devices = users.flatMap((uid) => [`${uid}-1`, `${uid}-2`].map((device) => ({ uid, device })));
  readonly group: string;
  private thrownOut = false;
  /** How often each device heard of each message, by device and id. */
  readonly told = new Map<string, Map<string, number>>();
  /** Since when each device is connected for the first time. */
  readonly since = new Map<string, number>();
  private sent = 0;

  constructor(seed: number) {
    this.world = new World(users, seed);
    const by = { uid: 'alice', deviceId: 'none', appId: 'demo' };
    const reply = this.world.server.handle('chooseUserIntoGroup', { user_ids: ['bob', 'carol'] }, by) as {
      data: { group_id: string };
    };
    this.group = reply.data.group_id;
    // More than a page of what was before.
    for (let i = 1; i <= 40; i++)
      this.world.server.handle('sendMsg', { to_uid: 'bob', type: 'text', body: `old ${i}` }, by);
    for (const { uid, device } of this.devices) for (let i = 0; i < 2; i++) this.start(uid, device);
  }

  get ids(): string[] {
    return [...pairs, ids.group(this.group)];
  }

  /** What was sent meanwhile is not for this user. */
  wasThrownOut(uid: string, id: string): boolean {
    return this.thrownOut && uid === 'carol' && id === ids.group(this.group);
  }

  start(uid: string, device: string, at = this.tabs.length): void {
    const token = this.world.token(uid);
    const confab = this.world.tab(uid, device);
    this.listen(device, confab);
    void confab.login(token).catch(() => undefined);
    this.tabs[at] = { uid, device, confab, timelines: [], token: token.token };
  }

  private listen(device: string, confab: Confab): void {
    const told = this.told.get(device) ?? new Map<string, number>();
    this.told.set(device, told);
    confab.on('message', ({ message: { _id } }) => void told.set(_id, (told.get(_id) ?? 0) + 1));
    confab.on('connection', ({ to }) => {
      if (to === 'live' && !this.since.has(device)) this.since.set(device, this.world.clock.now());
    });
  }

  async apply(s: Step): Promise<void> {
    const { world } = this;
    if ('tab' in s) {
      const tab = this.tabs[s.tab] as Tab;
      if (s.do === 'offline' || s.do === 'online') world.setOnline(tab.device, s.do === 'online');
      else if (s.do === 'closeTab') {
        void tab.confab.close();
        this.start(tab.uid, tab.device, s.tab);
      } else if (s.do === 'expire') world.expire(tab.token);
      else if (tab.confab.uid !== null) this.act(tab, s.do, s.n ?? 0);
      await world.clock.advance(s.do === 'send' ? 3 : 30);
      return;
    }
    if (s.do === 'wait') await world.clock.advance(s.n * 5);
    else if (s.do === 'cutAll') world.cutAll();
    else if (s.do === 'outage') {
      world.reachable = false;
      world.cutAll();
      await world.clock.advance(s.n * 3);
      world.reachable = true;
    } else {
      const by = { uid: 'alice', deviceId: 'none', appId: 'demo' };
      this.thrownOut ||= s.do === 'kick';
      try {
        if (s.do === 'kick')
          world.server.handle('removeGroupMember', { group_id: this.group, user_ids: ['carol'] }, by);
        else world.server.handle('chooseUserIntoGroup', { group_id: this.group, user_ids: ['carol'] }, by);
      } catch (failure) {
        // She is there, or gone, already.
        if (!(failure instanceof Refusal)) throw failure;
      }
      await world.clock.advance(30);
    }
  }

  private act(tab: Tab, what: string, n: number): void {
    const { confab, uid } = tab;
    const others = users.filter((u) => u !== uid);
    const mine = this.ids.filter((id) => this.world.server.talks.get(id)?.sides.has(uid));
    const id = mine[n % mine.length] as string;
    const messages = this.world.server.talks.get(id)?.messages ?? [];
    const m = messages[n % Math.max(1, messages.length)];
    const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);
    if (what === 'send') {
      const body = `${this.tabs.indexOf(tab)} sent ${++this.sent}.`;
      const draft = {
        type: 'text' as const,
        body: n % 7 === 0 ? body + 'x'.repeat(300) : body,
        ...(n % 5 === 0 && { call_uid: [others[0] as string] }),
      };
      const to = n % 3 === 2 ? { group_id: this.group } : { to_uid: others[n % 3] as string };
      const pending = confab.message.send(to, draft);
      quietly(pending.stored);
    } else if (what === 'revoke' && m) quietly(confab.message.revoke(m._id));
    else if (what === 'delete' && m) quietly(confab.message.remove(m._id));
    else if (what === 'read')
      quietly(confab.conversation.clearUnreadCount(id, n % 2 ? { seq: Math.max(1, messages.length - (n % 4)) } : {}));
    else if (what === 'remove') quietly(confab.conversation.remove(id));
    else if (what === 'pin') quietly(confab.conversation.pin(id, n % 2 === 0));
    else if (what === 'open') tab.timelines.push(confab.conversation.open(id, n % 2 ? 'newest' : 'unread'));
  }

  /** No more faults, and time for everything to arrive. */
  async rest(): Promise<void> {
    const { world } = this;
    world.faults = { ...noFaults };
    world.reachable = true;
    for (const tab of this.tabs) world.setOnline(tab.device, true);
    await world.clock.advance(120_000);
    await world.clock.advance(700_000);
  }
}
