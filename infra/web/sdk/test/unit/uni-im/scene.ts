import { afterEach, test } from 'vitest';
import type { Notification } from '../../../src/api/types.js';
import { ids } from '../../../src/text/ids.js';
import type { Confab, Options } from '../../../src/types.js';
import { createUniIm, type UniIm } from '../../../src/uni-im.js';
import { World } from '../../fake/world.js';

/** Rows that have a test. */
export const tested: string[] = [];
const open: { confab: Confab; im: UniIm }[] = [];
afterEach(() => {
  for (const { confab, im } of open.splice(0)) {
    im.stop();
    void confab.close();
  }
});

/** A test of rows of the table in docs/sdk.md, which the last test compares with these. */
export function row(names: string | string[], f: () => Promise<void>): void {
  tested.push(...[names].flat());
  test([names].flat().join(', '), f);
}

/** Alice's uni-im beside bob and carol. */
export class Scene {
  readonly world = new World(['alice', 'bob', 'carol']);
  readonly with = (uid: string) => ids.single('alice', uid);

  act(uid: string, method: string, p: object): Record<string, string> {
    const by = { uid, deviceId: uid, appId: 'demo' };
    return (this.world.server.handle(method, { ...p }, by) as { data: Record<string, string> }).data;
  }
  says(uid: string, body: string) {
    return this.act(uid, 'sendMsg', { to_uid: 'alice', type: 'text', body });
  }
  group(...user_ids: string[]): string {
    return this.act('bob', 'chooseUserIntoGroup', { user_ids }).group_id as string;
  }
  start(options: Partial<Options> = {}) {
    const confab = this.world.tab('alice', 'a', options);
    const im = createUniIm(confab);
    open.push({ confab, im });
    return { confab, im };
  }
  async live(options: Partial<Options> = {}) {
    const started = this.start(options);
    await this.done(started.im.utils.login(this.world.token('alice')));
    await this.world.clock.advance(2000);
    return started;
  }
  /** A promise that needs time to pass. */
  async done<T>(work: Promise<T>): Promise<T> {
    await this.world.clock.advance(2000);
    return work;
  }
  notices(...told: [subType: string, is_read: boolean][]): void {
    const data = told.map(([subType, is_read], i): Notification => {
      const payload = { type: 'uni-im-notification', subType, data: {} } as Notification['payload'];
      return { _id: `n${i}`, user_id: 'alice', title: '', content: '', payload, is_read, create_time: 100 - i };
    });
    this.world.server.do_getNotificationList = (p?: { cursor?: string }) => {
      const from = Number(p?.cursor ?? 0);
      const hasMore = data.length > from + 2;
      return { data: data.slice(from, from + 2), hasMore, ...(hasMore && { nextCursor: String(from + 2) }) };
    };
  }
}
export const kinds = (list: readonly Notification[]) => list.map((n) => n.payload.subType);
