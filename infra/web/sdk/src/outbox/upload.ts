import type { Abort, FileRef } from '../adapters.js';
import { ConfabError } from '../api/errors.js';
import type { Core } from '../core.js';

const stalledMs = 30_000;

/** Sends files where the server permits it, and returns where they are. */
export class Uploader {
  constructor(private readonly core: Core) {}

  /** `where`: the conversation it is for, or my avatar. Rejects with the server's refusal, or with a retryable `upload-failed`. */
  async upload(
    file: FileRef,
    where: { conversation_id: string } | { purpose: 'avatar' },
    onProgress: (share: number) => void = () => undefined,
    signal?: Abort,
  ): Promise<string> {
    const { data } = await this.core.call('getUploadUrl', {
      ...where,
      name: file.name,
      size: file.size,
      contentType: file.type || undefined,
    });
    if (signal?.aborted) throw new ConfabError('aborted', { kind: 'client' });
    const { timers, adapters } = this.core;
    const abort = adapters.abort();
    const cancel = () => abort.abort();
    signal?.addEventListener('abort', cancel);
    let timer = timers.set(cancel, stalledMs);
    try {
      await adapters.upload(
        { ...file, type: data.contentType },
        data.upload,
        (sent, all) => {
          timers.clear(timer);
          timer = timers.set(cancel, stalledMs);
          onProgress(all > 0 ? sent / all : 0);
        },
        abort.signal,
      );
    } catch (cause) {
      if (signal?.aborted) throw new ConfabError('aborted', { kind: 'client', cause });
      if (cause instanceof ConfabError) throw cause;
      throw new ConfabError('upload-failed', { kind: 'network', retryable: true, cause });
    } finally {
      timers.clear(timer);
      signal?.removeEventListener('abort', cancel);
    }
    return data.url;
  }
}

/** The body with what became of its files: docs/api/messages.md, sendMsg. */
export function bodyWith(
  type: string,
  body: unknown,
  files: readonly FileRef[],
  urls: readonly { url: string; thumb?: string }[],
): unknown {
  const first = files[0];
  const at = urls[0];
  if (!first || !at) return body;
  if (type === 'rich-text') return placed(body, urls);
  const given = typeof body === 'object' && body !== null ? body : {};
  const about: Record<string, unknown> = { url: at.url };
  if (type === 'sound') about.time = first.time;
  else {
    about.name = first.name;
    about.size = first.size;
  }
  if (type === 'image' || type === 'video') {
    about.width = first.width;
    about.height = first.height;
    about.thumb = at.thumb;
  }
  if (type === 'video') about.time = first.time;
  const whole: Record<string, unknown> = { ...about, ...given, url: at.url };
  for (const key of Object.keys(whole)) if (whole[key] === undefined) delete whole[key];
  return whole;
}

const places: Record<string, 'url' | 'thumb'> = { file: 'url', thumb: 'thumb' };

/** In rich text a file stands as `file:<n>`, and its thumbnail, if it gets one, as `thumb:<n>`: as an attribute, for a text may say so, too. */
function placed(value: unknown, urls: readonly { url: string; thumb?: string }[]): unknown {
  if (Array.isArray(value)) return value.map((x) => placed(x, urls));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, x]) => {
      const [, kind, n] = (['src', 'thumb', 'url'].includes(key) && /^(file|thumb):(\d+)$/.exec(String(x))) || [];
      if (kind === undefined) return [[key, placed(x, urls)]];
      const address = urls[Number(n)]?.[places[kind] ?? 'url'];
      return address === undefined ? [] : [[key, address]];
    }),
  );
}
