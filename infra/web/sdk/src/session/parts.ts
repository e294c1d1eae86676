import type { Message } from '../api/types.js';
import { ConversationView } from '../conversation/view.js';
import { Drafts } from '../conversation/drafts.js';
import type { Core } from '../core.js';
import { Lists } from '../lists.js';
import { Outbox } from '../outbox/outbox.js';
import { Sender } from '../outbox/sender.js';
import { People } from '../people/people.js';
import type { Changed } from '../store/store.js';
import { Asks } from '../sync/asks.js';
import { History } from '../sync/history.js';
import { Marks } from '../sync/marks.js';
import { Receiver } from '../sync/receive.js';
import { Sync } from '../sync/sync.js';

const remembered = 5000;

/** The parts of a session, and which of them tell which. */
export class Parts {
  readonly people: People;
  readonly lists: Lists;
  readonly view: ConversationView;
  readonly asks: Asks;
  readonly history: History;
  readonly marks: Marks;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly sync: Sync;
  readonly receiver: Receiver;
  private following: Promise<unknown> = Promise.resolve();
  /** Heard of lately: what is read again, since a message was deleted, is no news. */
  private readonly told = new Set<string>();
  /** When the online channel opened, by this machine's clock; Infinity while it is closed. */
  openedAt = Infinity;

  constructor(private readonly core: Core) {
    this.people = new People(core);
    this.lists = new Lists(core);
    this.view = new ConversationView(core);
    this.asks = new Asks(core);
    this.history = new History(core);
    this.marks = new Marks(core, this.asks);
    this.drafts = new Drafts(core);
    this.outbox = new Outbox(core);
    this.sender = new Sender(core, this.outbox, this.history, this.asks);
    this.sync = new Sync(core, this.asks, this.history);
    this.receiver = new Receiver(core, this.history, this.asks, this.lists);
    this.join();
  }

  private join(): void {
    const { core } = this;
    this.people.onChanged = (uids) => this.view.retitle(uids);
    this.view.onProfiles = (profiles) => this.people.merge(profiles);
    this.view.profile = (uid) => this.people.known(uid);
    this.lists.onProfiles = (profiles) => this.people.merge(profiles);
    this.history.onDoubt = (ids) => this.doubt(ids);
    this.history.onArrived = (messages, live) => {
      if (!core.leads) core.post({ t: 'arrived', messages, live });
      else this.tellNew(messages, live);
    };
    this.history.onAnswered = (m) => void this.outbox.answered.set(m.unique_id ?? '', m);
    this.history.onChangedMessages = (messages) => {
      this.tellChanged(messages);
      core.post({ t: 'rewritten', messages });
    };
    this.marks.onWork = () => (core.leads ? this.marks.kick() : core.post({ t: 'kick', what: 'marks' }));
    this.outbox.onWork = () => (core.leads ? this.sender.kick() : core.post({ t: 'kick', what: 'outbox' }));
    this.sync.beside = { refresh: (first) => this.lists.afterSync(first) };
    core.onChanged((changed) => this.follow(changed));
  }

  /** In the leading tab. What was sent while the channel was open is live, too, when a question was answered sooner than its push came. */
  tellNew(messages: Message[], live: boolean): void {
    const { core } = this;
    const since = core.now() - core.timers.now() + this.openedAt;
    for (const message of messages) {
      if (this.told.has(message._id)) continue;
      this.told.add(message._id);
      core.events.emit('message', { message, live: live || message.create_time >= since });
    }
    for (const id of this.told) {
      if (this.told.size <= remembered) break;
      this.told.delete(id);
    }
  }

  /** In every tab: each may show them in a place of its own, such as a quote. */
  tellChanged(messages: Message[]): void {
    for (const message of messages) this.core.events.emit('message-changed', { message });
  }

  /** The leader asks; unknown ones at once. */
  doubt(ids: string[]): void {
    const { core } = this;
    if (!core.leads) core.post({ t: 'ask', ids });
    else for (const id of ids) this.asks.later([id], !this.view.row(id) || !!this.view.row(id)?.local);
  }

  /** What is shown follows the cache, one change after another. */
  private follow(changed: Changed): void {
    this.following = this.following.then(async () => {
      if (this.core.closed) return;
      const work = Promise.all([this.view.refresh(changed), this.lists.refresh(changed), this.outbox.refresh(changed)]);
      this.core.background('state', work);
      await work.catch(() => undefined);
    });
  }

  /** All that has been stored is shown. */
  async settled(): Promise<void> {
    let last: Promise<unknown>;
    do {
      last = this.following;
      await last;
    } while (last !== this.following);
  }

  async load(): Promise<void> {
    await this.people.load();
    await this.view.load();
    await this.lists.load();
    await this.outbox.refresh({ outbox: '*' });
  }

  close(): void {
    this.asks.stop();
    this.marks.stop();
    this.drafts.stop();
    this.sender.stop();
    this.lists.close();
    this.people.close();
    this.outbox.close();
  }
}
