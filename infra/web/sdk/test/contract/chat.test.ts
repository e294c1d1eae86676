import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ids, type Timeline } from '../../src/node.js';
import { sleep, System, until } from './system.js';

let system: System;
beforeAll(async () => {
  system = await System.start();
});
afterAll(() => system.stop());

const bodies = (t: Timeline) => t.items.map((i) => (i.kind === 'message' ? i.message.body : i.kind));
const single = (a: string, b: string) => ids.single(a, b);

async function oldest(t: Timeline): Promise<void> {
  await until(() => !t.loading);
  while (!t.atOldest) await t.older();
  await until(() => t.items.every((item) => item.kind !== 'hole'));
}

describe('two users', () => {
  test('100 messages while the server is killed five times: each stored once, in order, and seen so by both', async () => {
    const alice = await system.signedIn('alice', 'a1');
    const bob = await system.signedIn('bob', 'b1');
    const seen: string[] = [];
    bob.on('message', ({ message }) => void seen.push(String(message.body)));
    const all = Array.from({ length: 100 }, (_, i) => `k${i + 1}`);
    const sent = [];
    for (const [i, body] of all.entries()) {
      sent.push(alice.message.send({ to_uid: 'bob' }, { type: 'text', body }).stored);
      await sleep(5);
      if (i % 20 === 10) {
        await system.kill();
        await sleep(200);
        await system.run();
      }
    }
    expect((await Promise.all(sent)).map((m) => m.seq)).toEqual(all.map((_, i) => i + 1));
    await until(() => bob.state.connection === 'live' && bob.state.unreadTotal === 100);
    for (const user of [alice, bob]) {
      const t = user.conversation.open(single('alice', 'bob'), 'newest');
      await oldest(t);
      expect(bodies(t)).toEqual(all);
      t.close();
    }
    await until(() => seen.length >= 100);
    expect([...seen].sort()).toEqual([...all].sort());
    await alice.close();
    await bob.close();
  }, 400_000);

  test('600 missed messages; revoked, pinned, read and deleted on one device are so on the one that was away', async () => {
    const desk = await system.signedIn('alice', 'desk');
    const id = single('alice', 'carol');
    for (let n = 1; n <= 3; n++) await desk.message.send({ to_uid: 'carol' }, { type: 'text', body: `${n}` }).stored;
    const t = desk.conversation.open(id, 'newest');
    await until(() => t.items.length === 3);
    (desk as unknown as { session: { socket: { stop(): void } } }).session.socket.stop();
    const phone = await system.signedIn('alice', 'phone');
    const carol = await system.signedIn('carol', 'c1');
    for (let n = 4; n <= 603; n += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          carol.call('sendMsg', { to_uid: 'alice', type: 'text', body: `m${n + i}` }),
        ),
      );
    }
    const mine = await phone.call('getMsgList', { conversation_id: id, afterSeq: 0, limit: 3 });
    await phone.message.revoke(mine.data[0]?._id ?? '');
    await phone.call('deleteMsg', { msgId: mine.data[1]?._id ?? '' });
    await phone.conversation.pin(id, true);
    await phone.conversation.clearUnreadCount(id);
    await sleep(1500);
    desk.takeOver();
    await until(() => desk.state.connection === 'live');
    await oldest(t);
    await until(() => t.items.length === 602);
    expect(bodies(t).slice(0, 2)).toEqual(['[消息已撤回]', '3']);
    expect(t.items.every((i) => i.kind === 'message')).toBe(true);
    await until(() => desk.state.conversation.dataList[0]?.unread_count === 0);
    expect(desk.state.conversation.dataList[0]).toMatchObject({ id, pinned: true });
    for (const c of [desk, phone, carol]) await c.close();
  });

  test('a second connection of one device ends the first, which does not fight', async () => {
    const first = await system.signedIn('dave', 'same');
    const second = await system.signedIn('dave', 'same');
    await until(() => first.state.connection === 'replaced');
    await sleep(1500);
    expect(first.state.connection).toBe('replaced');
    expect(second.state.connection).toBe('live');
    first.takeOver();
    await until(() => first.state.connection === 'live' && second.state.connection === 'replaced');
    await first.close();
    await second.close();
  });

  test('a file is uploaded, sent, and can be read; a long text arrives whole', async () => {
    const alice = await system.signedIn('alice', 'a2');
    const dave = await system.signedIn('dave', 'd2');
    const bytes = new TextEncoder().encode('content of the file');
    const pending = alice.message.send(
      { to_uid: 'dave' },
      { type: 'file', files: [{ name: '文件.txt', size: bytes.length, type: 'text/plain', bytes }] },
    );
    const stored = await pending.stored;
    expect(stored.body).toMatchObject({ name: '文件.txt', size: bytes.length });
    expect(await (await fetch((stored.body as { url: string }).url)).text()).toBe('content of the file');
    const long = '长'.repeat(20_000);
    await alice.message.send({ to_uid: 'dave' }, { type: 'text', body: long }).stored;
    const t = dave.conversation.open(single('alice', 'dave'), 'newest');
    await until(() => bodies(t)[1] === long);
    await alice.me.setAvatar({ name: 'me.png', size: 4, type: 'image/png', bytes: new Uint8Array([137, 80, 78, 71]) });
    expect(alice.state.me?.avatar_file?.url).toMatch(/^http/);
    await alice.close();
    await dave.close();
  });

  test('another app hears only what is sent to it', async () => {
    const buyer = await system.signedIn('alice', 'a3', { appId: 'buyer', toAppId: 'seller' });
    const seller = await system.signedIn('erin', 'e3', { appId: 'seller' });
    const same = await system.signedIn('erin', 'e4', { appId: 'buyer' });
    const heard: string[] = [];
    seller.on('message', ({ message }) => void heard.push(`seller ${String(message.body)}`));
    same.on('message', ({ message }) => void heard.push(`buyer ${String(message.body)}`));
    await buyer.message.send({ to_uid: 'erin' }, { type: 'text', body: 'hello' }).stored;
    await until(() => heard.length > 0);
    await sleep(300);
    expect(heard).toEqual(['seller hello']);
    for (const c of [buyer, seller, same]) await c.close();
  });

  test('marks, drafts and reading travel between devices', async () => {
    const one = await system.signedIn('bob', 'b5');
    const two = await system.signedIn('bob', 'b6');
    const erin = await system.signedIn('erin', 'e5');
    const id = single('bob', 'erin');
    await erin.message.send({ to_uid: 'bob' }, { type: 'text', body: 'x' }).stored;
    await until(() => !!two.state.conversation.dataList.find((c) => c.id === id)?.unread_count);
    one.conversation.open(id).seen(1);
    await until(() => two.state.conversation.dataList.find((c) => c.id === id)?.unread_count === 0);
    const t = erin.conversation.open(id, 'newest');
    await until(() => t.items.some((i) => i.kind === 'message' && i.message.is_read));
    await one.conversation.setDraft(id, 'unsent');
    one.conversation.close();
    await until(() => two.state.conversation.dataList.find((c) => c.id === id)?.draft === 'unsent');
    for (const c of [one, two, erin]) await c.close();
  });
});

describe('a large group', () => {
  test('600 members: made, filled, listed, searched', async () => {
    const alice = await system.signedIn('alice', 'a7');
    const uids: string[] = [];
    for (let n = 0; n < 600; n += 20) {
      const made = await Promise.all(Array.from({ length: 20 }, (_, i) => system.register(`member-${n + i}`)));
      uids.push(...made.map((m) => m.uid));
    }
    const { group_id } = await alice.group.create({ user_ids: uids.slice(0, 499), groupInfo: { name: 'Large' } });
    await alice.group.add(group_id, uids.slice(499));
    const names = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await alice.group.members(group_id, { limit: 500, cursor });
      for (const m of page.items) names.add(m.user_id);
      cursor = page.hasMore ? page.cursor : undefined;
    } while (cursor !== undefined);
    expect(names.size).toBe(601);
    await until(() => alice.state.conversation.dataList.some((c) => c.title === 'Large'));
    await alice.message.send({ group_id }, { type: 'text', body: 'to all' }).stored;
    const found = await alice.group.members(group_id, { keyword: 'member-59' });
    expect(found.items.length).toBeGreaterThan(0);
    await alice.close();
  }, 240_000);
});
