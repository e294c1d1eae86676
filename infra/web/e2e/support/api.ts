import { createHmac, randomBytes } from 'node:crypto';

/** Calls a method as a back end does: signed with a laptop's secret. */
export function byBackEnd(url: string, method: string, params: object): Promise<Record<string, unknown>> {
  const nonce = randomBytes(12).toString('hex');
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', `confab-local-request-secret${nonce}`)
    .update(`${timestamp}\n${method}\n${JSON.stringify(params)}`)
    .digest('hex')
    .toUpperCase();
  return post(`${url}/${method}`, params, {
    'uni-id-nonce': nonce,
    'uni-id-timestamp': timestamp,
    'uni-id-signature-v2': signature,
  });
}

/** Calls methods as one user, beside the browser. */
export class Api {
  private constructor(
    private readonly url: string,
    readonly uid: string,
    private readonly token: string,
  ) {}

  static async of(url: string, username: string): Promise<Api> {
    const reply = await post(`${url}/devLogin`, { username });
    return new Api(url, username, (reply.newToken as { token: string }).token);
  }

  async call<T = Record<string, unknown>>(method: string, params: unknown = {}): Promise<T> {
    const reply = await post(`${this.url}/${method}`, params, {
      authorization: `Bearer ${this.token}`,
      'x-client-app-id': 'demo',
      'x-client-device-id': `api-${this.uid}`,
    });
    if (reply.errCode !== 0) throw new Error(`${method}: ${JSON.stringify(reply)}`);
    return reply.data as T;
  }

  send(
    to: { to_uid?: string; group_id?: string },
    type: string,
    body: unknown,
    more: object = {},
  ): Promise<{ _id: string; seq: number; conversation_id: string }> {
    return this.call('sendMsg', { ...to, type, body, ...more });
  }

  async befriend(other: Api): Promise<void> {
    const { _id } = await this.call<{ _id: string }>('addFriendInvite', {
      to_uid: other.uid,
      message: '你好，我是 ' + this.uid,
    });
    await other.call('handleFriendInvite', { _id, state: 100 });
  }

  async group(name: string, others: readonly Api[], more: object = {}): Promise<string> {
    const { group_id } = await this.call<{ group_id: string }>('chooseUserIntoGroup', {
      user_ids: others.map((each) => each.uid),
      groupInfo: { name, ...more },
    });
    return group_id;
  }

  /** Uploads a file to a conversation; answers where it is. */
  async upload(
    conversation_id: string,
    name: string,
    contentType: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<string> {
    const { upload, url } = await this.call<{
      upload: { method: string; url: string; headers?: Record<string, string>; fields?: Record<string, string> };
      url: string;
    }>('getUploadUrl', { conversation_id, name, size: bytes.length, contentType });
    const file = new Blob([bytes], { type: contentType });
    const form = new FormData();
    for (const [field, value] of Object.entries(upload.fields ?? {})) form.append(field, value);
    form.append('file', file, name);
    const reply = await fetch(upload.url, {
      method: upload.method,
      headers: upload.headers,
      body: upload.fields === undefined ? file : form,
    });
    if (!reply.ok) throw new Error(`upload: ${reply.status}`);
    return url;
  }
}

async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await reply.json()) as Record<string, unknown>;
}
