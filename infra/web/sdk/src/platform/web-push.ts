import type { Keep } from '../adapters.js';
import { ConfabError } from '../api/errors.js';
import type { Confab } from '../types.js';
import { pushOwner, setPushOwner } from './push-owner.js';

const toldAgainMs = 24 * 3_600_000;

/**
 * `unsupported`: this browser has no web push. `unavailable`: this server has none. `denied`: the user, or the system, forbids notifications.
 */
export type WebPushState = 'unsupported' | 'unavailable' | 'denied' | 'off' | 'on';

/** The part of a service worker's registration that is used. */
export interface PushWorker {
  readonly pushManager?: Pick<PushManager, 'getSubscription' | 'permissionState' | 'subscribe'>;
}

export interface WebPushOptions {
  /** The registration of the worker that shows pushes; null if there is none. */
  worker(): Promise<PushWorker | null>;
  /** Where it is noted whose pushes this browser shows: its local storage. */
  keep: Keep;
  now(): number;
}

/** Tells this browser of messages while no page is open. Signing out ends it. */
export class WebPush {
  constructor(
    private readonly confab: Pick<Confab, 'call' | 'uid'>,
    private readonly options: WebPushOptions,
  ) {}

  async state(): Promise<WebPushState> {
    const manager = await this.manager();
    if (!manager) return 'unsupported';
    if ((await permission(manager)) === 'denied') return 'denied';
    if (this.isMine()) return 'on';
    return (await this.key()) === undefined ? 'unavailable' : 'off';
  }

  /** Subscribes and tells the server. Call it from a click: the browser may ask. Rejects with `push-failed` if the browser's push service does not work. */
  async subscribe(): Promise<WebPushState> {
    const manager = await this.manager();
    if (!manager) return 'unsupported';
    const key = await this.key();
    if (key === undefined) return 'unavailable';
    let subscription: PushSubscription;
    try {
      subscription = await subscribed(manager, key);
    } catch (cause) {
      const allowed = await permission(manager);
      if (allowed === 'granted') throw new ConfabError('push-failed', { kind: 'client', cause });
      return allowed === 'denied' ? 'denied' : 'off';
    }
    try {
      await this.tell(subscription);
    } catch (refused) {
      await subscription.unsubscribe().catch(() => false);
      throw refused;
    }
    return 'on';
  }

  /** From now on nothing comes, also if the server cannot be reached. */
  async unsubscribe(): Promise<void> {
    if (!this.isMine()) return;
    setPushOwner(this.options.keep, null);
    const subscription = await (await this.manager())?.getSubscription();
    await subscription?.unsubscribe().catch(() => false);
    await this.confab.call('setPushCid', { channel: 'websocket' }).catch(() => undefined);
  }

  /**
   * Keeps on what is on: call it after each sign-in, and when the worker heard `pushsubscriptionchange`. The server is told of another
   * address, and once a day of the same; another key of the server makes another subscription.
   */
  async renew(): Promise<void> {
    const owner = pushOwner(this.options.keep);
    const manager = owner?.uid === this.confab.uid ? await this.manager() : null;
    if (!owner || !manager) return;
    if ((await permission(manager)) !== 'granted') return this.unsubscribe();
    const key = await this.key();
    if (key === undefined) return this.unsubscribe();
    const subscription = await subscribed(manager, key).catch((cause: unknown) => {
      throw new ConfabError('push-failed', { kind: 'client', cause });
    });
    const isKnown = subscription.endpoint === owner.endpoint && this.options.now() - owner.at < toldAgainMs;
    if (!isKnown) await this.tell(subscription);
  }

  private isMine(): boolean {
    return pushOwner(this.options.keep)?.uid === this.confab.uid;
  }

  private async manager(): Promise<NonNullable<PushWorker['pushManager']> | null> {
    return (await this.options.worker())?.pushManager ?? null;
  }

  private async key(): Promise<string | undefined> {
    return (await this.confab.call('getPushKey', {})).data.publicKey;
  }

  private async tell(subscription: PushSubscription): Promise<void> {
    const { keep, now } = this.options;
    const { uid } = this.confab;
    await this.confab.call('setPushCid', { channel: 'webpush', endpoint: JSON.stringify(subscription) });
    // Not if the user has signed out meanwhile.
    if (uid !== null && this.confab.uid === uid)
      setPushOwner(keep, { uid, endpoint: subscription.endpoint, at: now() });
  }
}

type Manager = NonNullable<PushWorker['pushManager']>;

const permission = (manager: Manager) => manager.permissionState({ userVisibleOnly: true });

/** The subscription with this key; one with another key is ended. */
async function subscribed(manager: Manager, key: string): Promise<PushSubscription> {
  const there = await manager.getSubscription();
  const its = there?.options?.applicationServerKey;
  if (there && (!its || base64url(its) === key)) return there;
  await there?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
