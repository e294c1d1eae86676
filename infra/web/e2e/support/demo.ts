import { deflateSync } from 'node:zlib';
import { Api } from './api.js';

export interface Demo {
  readonly alice: Api;
  readonly bob: Api;
  readonly group: string;
  readonly single: string;
  readonly groupChat: string;
}

/** Some people who have talked: every type of message, a busy group, requests that wait. */
export async function makeDemo(url: string): Promise<Demo> {
  const [alice, bob, carol, dave, erin] = (await Promise.all(
    ['alice', 'bob', 'carol', 'dave', 'erin'].map((name) => Api.of(url, name)),
  )) as [Api, Api, Api, Api, Api];
  await alice.call('updateMyInfo', { nickname: 'Alice Chen' });
  await bob.call('updateMyInfo', { nickname: '王小波' });
  await carol.call('updateMyInfo', { nickname: 'Carolina Fernández-Villanueva de la Santísima Trinidad' });
  await dave.call('updateMyInfo', { nickname: 'Dave' });
  await alice.befriend(bob);
  await alice.befriend(carol);
  await erin.call('addFriendInvite', { to_uid: 'alice', message: '上周会议上认识的，方便加个好友吗？' });

  const { conversation_id: single } = await bob.send({ to_uid: 'alice' }, 'text', '早！新版设计稿看了吗？😀');
  await alice.send({ to_uid: 'bob' }, 'text', '看了，整体很好。细节我列在这里了：https://example.com/design/42');
  const picture = await bob.upload(single, 'sunrise.png', 'image/png', gradient(640, 400));
  const image = await bob.send({ to_uid: 'alice' }, 'image', {
    url: picture,
    width: 640,
    height: 400,
    name: 'sunrise.png',
  });
  await alice.send({ to_uid: 'bob' }, 'text', '这个配色可以，就用它吧。', { about_msg_id: image._id });
  const file = await alice.upload(
    single,
    '2026 年第四季度产品规划（最终版）.pdf',
    'application/pdf',
    new TextEncoder().encode('%PDF-1.4'),
  );
  await alice.send({ to_uid: 'bob' }, 'file', {
    url: file,
    size: 2_480_112,
    name: '2026 年第四季度产品规划（最终版）.pdf',
  });
  const sound = await bob.upload(single, 'voice.webm', 'audio/webm', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]));
  await bob.send({ to_uid: 'alice' }, 'sound', { url: sound, time: 7_200 });
  const poster = await bob.upload(single, 'poster.png', 'image/png', gradient(640, 360));
  const video = await bob.upload(single, 'flight.webm', 'video/webm', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]));
  await bob.send({ to_uid: 'alice' }, 'video', {
    url: video,
    thumb: poster,
    width: 1280,
    height: 720,
    time: 83_000,
    size: 12_400_000,
    name: 'flight.webm',
  });
  await bob.send(
    { to_uid: 'alice' },
    'code',
    'export function greet(name: string) {\n  // says hello\n  return `Hello, ${name}!`;\n}',
  );
  await alice.send({ to_uid: 'bob' }, 'location', {
    latitude: 31.2304,
    longitude: 121.4737,
    name: '人民广场',
    address: '上海市黄浦区',
  });
  await bob.send({ to_uid: 'alice' }, 'userinfo-card', { user_id: 'carol', nickname: 'Carolina' });
  await bob.send({ to_uid: 'alice' }, 'history', {
    title: '产品讨论组的聊天记录',
    msgList: [
      {
        from_uid: 'carol',
        nickname: 'Carolina',
        type: 'text',
        body: '周五可以发版吗？',
        create_time: Date.now() - 90_000,
      },
      {
        from_uid: 'dave',
        nickname: 'Dave',
        type: 'text',
        body: '测试都过了，可以。',
        create_time: Date.now() - 60_000,
      },
    ],
  });
  await bob.send({ to_uid: 'alice' }, 'rich-text', [
    { type: 'text', text: '会议纪要：' },
    {
      name: 'ul',
      children: [
        { name: 'li', children: ['周五发版'] },
        { name: 'li', children: ['下周一复盘'] },
      ],
    },
    { name: 'img', attrs: { src: poster, width: 320, height: 180, alt: 'sketch.png' } },
  ]);
  const slip = await bob.send({ to_uid: 'alice' }, 'text', 'wrong window');
  await bob.call('revokeMsg', { msgId: slip._id });
  await bob.send({ to_uid: 'alice' }, 'text', '那就周五见 👋');

  const group = await alice.group('产品讨论组', [bob, carol, dave]);
  const { conversation_id: groupChat } = await carol.send({ group_id: group }, 'text', '大家好，周五可以发版吗？');
  await dave.send({ group_id: group }, 'text', '测试都过了，可以。');
  await dave.send({ group_id: group }, 'text', '发布说明我今天写完。');
  await alice.call('updateGroup', {
    group_id: group,
    notification: '周五 18:00 发版，请在 17:00 前完成自测。',
    introduction: '新版客户端的产品、设计与测试',
  });
  await bob.send({ group_id: group }, 'text', '@Alice Chen 麻烦确认一下发布时间', { call_uid: ['alice'] });
  await carol.send(
    { to_uid: 'alice' },
    'text',
    'A very long preview that has to be cut because it does not fit into one line of the list',
  );
  await dave.send({ to_uid: 'alice' }, 'text', '晚上一起吃饭？');
  await dave.send({ to_uid: 'alice' }, 'text', '在吗');
  await alice.call('updateConversation', { conversation_id: groupChat, pinned: true });
  return { alice, bob, group, single, groupChat };
}

/** A small picture, made here: a sky at sunrise. */
export function gradient(width: number, height: number): Uint8Array<ArrayBuffer> {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    const at = y * (1 + width * 3);
    for (let x = 0; x < width; x++) {
      const t = y / height;
      const sun = Math.max(0, 1 - Math.hypot(x - width * 0.62, y - height * 0.62) / (height * 0.5));
      const hill = y > height * (0.78 + 0.05 * Math.sin(x / 60)) ? 0.45 : 1;
      rows[at + 1 + x * 3] = Math.min(255, (60 + 180 * t + 120 * sun) * hill);
      rows[at + 2 + x * 3] = Math.min(255, (90 + 90 * t + 100 * sun) * hill);
      rows[at + 3 + x * 3] = Math.min(255, (170 - 40 * t + 20 * sun) * hill);
    }
  }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return new Uint8Array(png);
}

function crc(bytes: Buffer): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
