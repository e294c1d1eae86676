import WebSocket from 'ws';
import { FakeServer, Refusal } from '../fake/server.js';
import { sleep, until, type System } from './system.js';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}
export interface Told extends Answer {
  pushes: unknown[];
}
export type Params = Record<string, unknown>;
/** The parameters, from the ids that this side gave to messages and groups. */
export type Build = (has: { messages: string[]; groups: string[] }) => Params;

/** The fake server and the real system, side by side: the same calls, and what each of them answers and pushes. */
export class Pair {
  readonly fake: Side;
  readonly real: Side;

  private constructor(
    private readonly server: FakeServer,
    private readonly system: System,
    private readonly users: string[],
  ) {
    this.fake = new Side();
    this.real = new Side();
    server.push = (uid, payload, notTo) => {
      if (notTo !== `d-${uid}`) this.fake.hears(uid, payload);
    };
  }

  static async of(system: System, users: string[]): Promise<Pair> {
    const pair = new Pair(new FakeServer(users, tick()), system, users);
    for (const uid of users) await pair.listen(uid);
    return pair;
  }

  private async listen(uid: string): Promise<void> {
    const { token } = await this.system.token(uid);
    const url = `ws://127.0.0.1:${this.system.port}/ws?appId=demo&deviceId=d-${uid}&platform=test`;
    const socket = new WebSocket(url, [`bearer.${token}`]);
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(String(data)) as { type: string; data: { payload: unknown } };
      if (frame.type === 'receive') this.real.hears(uid, frame.data.payload);
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.ends.push(() => socket.close());
  }
  private readonly ends: (() => void)[] = [];

  close(): void {
    for (const end of this.ends) end();
  }

  /** Both are called; then what each of them answered and pushed, in a form that can be compared. */
  async call(uid: string, method: string, build: Build, deviceId: string): Promise<{ fake: Told; real: Told }> {
    const asked = build(this.fake);
    const fake = this.askFake(uid, method, asked, deviceId);
    const real = await this.system.raw(uid, method, build(this.real), deviceId);
    // Pushes follow the reply.
    await until(() => this.real.pushes.length >= this.fake.pushes.length).catch(() => undefined);
    await sleep(15);
    this.fake.learn(method, fake);
    this.real.learn(method, real);
    const told = { fake: this.fake.told(fake, this.users), real: this.real.told(real, this.users) };
    if (!('minChangeTime' in asked)) return told;
    inOrder(fake);
    inOrder(real);
    return { fake: byId(told.fake), real: byId(told.real) };
  }

  private askFake(uid: string, method: string, params: Params, deviceId: string): Answer {
    try {
      const body = this.server.handle(method, params, { uid, deviceId, appId: 'demo' });
      return { status: 200, body: JSON.parse(JSON.stringify(body)) as Record<string, unknown> };
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      return { status: failure.status, body: { errCode: failure.code } };
    }
  }
}

/** Ids of one side, in the order in which they came, and its pushes. */
class Side {
  readonly messages: string[] = [];
  readonly groups: string[] = [];
  pushes: [string, unknown][] = [];

  /** A repeated send may push its message again, whenever that comes: clients drop what they have. */
  hears(uid: string, payload: unknown): void {
    const { type, data } = payload as { type: string; data: { _id?: string } };
    if (type === 'uni-im' && this.messages.includes(data._id ?? '')) return;
    this.pushes.push([uid, payload]);
  }

  learn(method: string, answer: Answer): void {
    const data = answer.body.data as Record<string, unknown> | undefined;
    if (method === 'chooseUserIntoGroup') this.add(this.groups, data?.group_id);
    const seen = [data, ...this.pushes.map(([, payload]) => (payload as { data?: unknown }).data), ...list(data)];
    for (const m of seen) {
      const { _id, seq } = (m ?? {}) as { _id?: unknown; seq?: unknown };
      if (typeof seq === 'number') this.add(this.messages, _id);
    }
  }

  private add(to: string[], id: unknown): void {
    if (typeof id === 'string' && !to.includes(id)) to.push(id);
  }

  /** The answer and the pushes since the last one, with the names of this side's ids in their places. */
  told(answer: Answer, users: string[]): Told {
    const pushes = this.pushes.map(([uid, payload]) => ({ uid, payload: payload as { type: string } }));
    this.pushes = [];
    // What different functions push may overtake each other.
    const order = ({ uid, payload }: (typeof pushes)[number]) => `${users.indexOf(uid)} ${payload.type}`;
    pushes.sort((a, b) => (order(a) < order(b) ? -1 : Number(order(a) > order(b))));
    return this.plain({ status: answer.status, body: answer.body, pushes }, '') as Told;
  }

  private plain(value: unknown, key: string): unknown {
    if (Array.isArray(value)) return value.map((x) => this.plain(x, key));
    if (typeof value === 'object' && value !== null) {
      // A conversation's `_id` is of no use to a client.
      const entries = Object.entries(value).filter(
        ([k]) => !leftOut.has(k) && !(k === '_id' && 'unread_count' in value),
      );
      return Object.fromEntries(entries.map(([k, x]) => [k, this.plain(x, k)]));
    }
    if (typeof value === 'number' && times.has(key)) return value > 0 ? 'time' : value;
    if (typeof value !== 'string') return value;
    if (key === 'nextCursor') return 'cursor';
    const m = this.messages.indexOf(value);
    if (m >= 0) return `m${m}`;
    const g = this.groups.findIndex((id) => value === id || value === `group_${id}`);
    return g >= 0 ? value.replace(this.groups[g] as string, `g${g}`) : value;
  }
}

const times = new Set(['create_time', 'update_time', 'change_time', 'draft_time', 'time']);
/** What the SDK does not read, or what only people read. */
const leftOut = new Set([
  'errMsg',
  'title',
  'content',
  'avatar_file',
  'errSubject',
  'newToken',
  'device_id',
  'unread_total',
]);

/** Which of two changed last may differ where a change changed nothing; that each list is in order may not. */
function inOrder(answer: Answer): void {
  const times = (answer.body.data as { change_time: number }[]).map((c) => c.change_time);
  if (times.some((time, i) => i > 0 && time < (times[i - 1] as number)))
    throw new Error(`out of order: ${times.join()}`);
}

function byId(told: Told): Told {
  (told.body.data as { id: string }[]).sort((a, b) => (a.id < b.id ? -1 : 1));
  return told;
}

function list(data: unknown): unknown[] {
  return Array.isArray(data) ? (data as unknown[]) : [];
}

function tick(): () => number {
  let now = 1_800_000_000_000;
  return () => ++now;
}
