import { afterAll, beforeAll, expect, test } from 'vitest';
import { ids } from '../../src/node.js';
import { Pair, type Build } from './pair.js';
import { System } from './system.js';

const users = ['alice', 'bob', 'carol'];
const rounds = Number(process.env.CONFAB_DRIFT_CALLS ?? 250);

let system: System;
let pair: Pair;
beforeAll(async () => {
  system = await System.start();
  pair = await Pair.of(system, users);
});
afterAll(async () => {
  pair.close();
  await system.stop();
});

/** Park and Miller: the same calls each time, unless asked for others. */
let seed = Number(process.env.CONFAB_DRIFT_SEED ?? 7);
function below(n: number): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % n;
}
function one<T>(list: readonly T[]): T {
  return list[below(list.length)] as T;
}

interface Call {
  uid: string;
  method: string;
  build: Build;
}

function call(n: number): Call {
  const uid = one(users);
  const other = one(users.filter((u) => u !== uid));
  const k = below(1000);
  const group: (has: { groups: string[] }) => string = (has) =>
    has.groups[k % Math.max(1, has.groups.length)] ?? 'none';
  const inGroup = below(2) === 0;
  const target: Build = (has) => (inGroup ? { group_id: group(has) } : { to_uid: other });
  const id = (has: { groups: string[] }) => (inGroup ? ids.group(group(has)) : ids.single(uid, other));
  const message = (has: { messages: string[] }) => has.messages[k % Math.max(1, has.messages.length)] ?? 'none';
  const made = (method: string, build: Build): Call => ({ uid, method, build });
  const limit = 1 + below(8);
  const selector = one<Build>([
    () => ({}),
    () => ({ limit }),
    () => ({ afterSeq: k % 6, limit }),
    () => ({ beforeSeq: 1 + (k % 9), limit }),
    () => ({ minUpdateTime: 0, limit: 200 }),
    (has) => ({ _ids: [message(has), 'none', has.messages[0] ?? 'none'] }),
  ]);
  const text = one(['a', 'line\nbreak', '长'.repeat(60), 'x'.repeat(400), '😀'.repeat(20)]);
  const name = `u${k % 15}`;
  const mention = below(4) === 0;
  const reply = below(5) === 0;
  const number = below(100);
  if (number < 4 || n < 3)
    return made('chooseUserIntoGroup', () => ({ user_ids: number % 2 ? users.filter((u) => u !== uid) : [other] }));
  if (number < 36) {
    return made('sendMsg', (has) => ({
      ...target(has),
      type: 'text',
      body: text,
      ...(k % 3 === 0 ? { unique_id: name } : { unique_id: `n${n}` }),
      ...(mention && { call_uid: [other] }),
      ...(reply && { about_msg_id: message(has) }),
      client_create_time: n,
    }));
  }
  if (number < 50) return made('getMsgList', (has) => ({ conversation_id: id(has), ...selector(has) }));
  if (number < 56) return made('revokeMsg', (has) => ({ msgId: message(has) }));
  if (number < 61) return made('deleteMsg', (has) => ({ msgId: message(has) }));
  if (number < 69)
    return made('clearUnreadCount', (has) => ({ conversation_id: id(has), ...(k % 2 && { seq: 1 + (k % 12) }) }));
  if (number < 74) {
    const change = one([{ pinned: k % 2 === 0 }, { mute: k % 2 === 0 }, { hidden: k % 2 === 0 }, { draft: `d${k}` }]);
    return made('updateConversation', (has) => ({ conversation_id: id(has), ...change }));
  }
  if (number < 77) return made('removeConversation', (has) => ({ conversation_id: id(has) }));
  if (number < 80) return made('createConversation', target);
  if (number < 89) {
    const form = one<Build>([
      () => ({}),
      () => ({ limit: 2 }),
      () => ({ minChangeTime: 0 }),
      (has) => ({ conversation_ids: [id(has), 'group_none', ids.single(uid, other)] }),
    ]);
    return made('getConversationList', form);
  }
  if (number < 92) return made('chooseUserIntoGroup', (has) => ({ group_id: group(has), user_ids: [other] }));
  if (number < 95)
    return made('removeGroupMember', (has) => ({ group_id: group(has), ...(k % 2 && { user_ids: [other] }) }));
  if (number < 97) return made('getGroupList', () => ({}));
  if (number < 99) return made('getUsersInfo', () => ({ user_ids: [other, 'nobody', uid] }));
  return made('noSuchMethod', () => ({}));
}

test('the fake server of the unit tests answers and pushes what the system does', async () => {
  const refused = new Set<string>();
  for (let n = 0; n < rounds; n++) {
    const { uid, method, build } = call(n);
    const device = one([`d-${uid}`, 'other']);
    const { fake, real } = await pair.call(uid, method, build, device);
    const what = `call ${n}: ${uid} ${method} ${JSON.stringify(build(pair.fake))} from ${device}`;
    expect(fake, what).toEqual(real);
    if (real.status !== 200) refused.add(`${method} ${real.status}`);
  }
  expect(refused.size).toBeGreaterThan(3);
}, 240_000);
