import { expect, test } from 'vitest';
import type { Abort, Adapters } from '../../src/adapters.js';
import { ids } from '../../src/text/ids.js';
import { World } from '../fake/world.js';

/** A network on which a file's upload ends only when it is told to. */
function uploads(world: World) {
  const { http } = world.network('d');
  const running: { end(): void; signal?: Abort }[] = [];
  const adapters: Partial<Adapters> = {
    http: async (r) =>
      r.url.endsWith('getUploadUrl')
        ? {
            status: 200,
            headers: {},
            body: JSON.stringify({
              errCode: 0,
              errMsg: '',
              data: { url: 'https://files/x', upload: { method: 'PUT' } },
            }),
          }
        : http(r),
    upload: (_file, _to, onProgress, signal) =>
      new Promise((done, fail) => {
        onProgress(1, 4);
        running.push({ end: done, signal });
        signal?.addEventListener('abort', () => fail(new Error('ended')));
      }),
  };
  return { running, adapters };
}

const file = { name: 'a.bin', size: 4, bytes: new Uint8Array(4) };

test.each(['the tab that sends', 'another tab'])(
  'taken back in %s, an upload ends at once, and what follows is sent',
  async (where) => {
    const world = new World(['alice', 'bob']);
    const { running, adapters } = uploads(world);
    const alice = world.tab('alice', 'd', { adapters });
    void alice.login(world.token('alice'));
    await world.clock.advance(1000);
    const other = world.tab('alice', 'd', { adapters });
    void other.login(world.token('alice'));
    await world.clock.advance(1000);

    const pending = alice.message.send({ to_uid: 'bob' }, { type: 'file', files: [file] });
    const lost = expect(pending.stored).rejects.toMatchObject({ code: 'aborted' });
    await world.clock.advance(2000);
    expect(running).toHaveLength(1);
    expect(pending.progress.value).toBe(0.25);
    alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'after it' });
    await world.clock.advance(1000);
    if (where === 'another tab') await other.message.discard(pending.unique_id);
    else expect(pending.cancel()).toBe(true);
    await world.clock.advance(2000);
    await lost;
    expect(running[0]?.signal?.aborted).toBe(true);
    expect(running).toHaveLength(1);
    expect(world.server.talks.get(ids.single('alice', 'bob'))?.messages.map(({ body }) => body)).toEqual(['after it']);
    expect(alice.state.outbox).toEqual({ waiting: 0, failed: 0 });
    void other.close();
    void alice.close();
  },
);
