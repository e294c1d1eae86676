import type { Tabs } from '../adapters.js';
import type { Core, TabMessage } from '../core.js';

const answerMs = 2000;

export interface LeaderHandler {
  lead(): void;
  follow(): void;
  message(m: TabMessage): void;
  /** What a new tab is told. */
  here(): TabMessage;
}

/** Which tab of this user has the connection. Without other tabs: this one. */
export class Leadership {
  private release: (() => void) | null = null;
  private timer: unknown = null;
  private readonly end: () => void;

  constructor(
    private readonly core: Core,
    private readonly tabs: Tabs | null,
    private readonly handler: LeaderHandler,
  ) {
    this.end = tabs ? tabs.onMessage((m) => this.onMessage(m as TabMessage)) : () => undefined;
  }

  start(): void {
    const { tabs } = this;
    if (!tabs) {
      this.core.leads = true;
      this.handler.lead();
      return;
    }
    this.core.post = (m) => tabs.post(m);
    this.release = tabs.lead((leads) => this.changed(leads));
    tabs.post({ t: 'leader?' } satisfies TabMessage);
  }

  /** Someone looks at this tab: is there a leader, and does it live? */
  check(): void {
    if (!this.tabs || this.core.leads || this.timer !== null) return;
    this.tabs.post({ t: 'leader?' } satisfies TabMessage);
    this.timer = this.core.timers.set(() => {
      this.timer = null;
      if (this.core.leads || this.core.closed) return;
      this.core.log('info', 'the leader does not answer');
      this.release?.();
      this.release = this.tabs?.lead((leads) => this.changed(leads), { steal: true }) ?? null;
    }, answerMs);
  }

  stop(): void {
    this.end();
    if (this.timer !== null) this.core.timers.clear(this.timer);
    this.core.leads = false;
    this.release?.();
    this.tabs?.close();
  }

  private changed(leads: boolean): void {
    if (this.core.closed || leads === this.core.leads) return;
    this.core.leads = leads;
    if (leads) {
      this.handler.lead();
      return;
    }
    this.handler.follow();
    // In the queue again, should the robber go.
    this.release = this.tabs?.lead((again) => this.changed(again)) ?? null;
  }

  private onMessage(m: TabMessage): void {
    if (this.core.closed) return;
    if (m.t === 'leader?') {
      if (this.core.leads) this.tabs?.post(this.handler.here());
      return;
    }
    if (m.t === 'here' && this.timer !== null) {
      this.core.timers.clear(this.timer);
      this.timer = null;
    }
    this.handler.message(m);
  }
}
