import type { FileRef } from '@confab/sdk';
import { isRecord, numberOf, textOf } from './record';

/** What a bubble shows, read from a body of any form. */
export type Shown =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | ({ readonly kind: 'image' | 'video'; readonly thumb?: string } & Media & Size)
  | ({ readonly kind: 'sound'; readonly time?: number } & Media)
  | ({ readonly kind: 'file'; readonly name: string; readonly size?: number } & Media)
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly label: string }
  | { readonly kind: 'rich-text'; readonly nodes: readonly unknown[] }
  | { readonly kind: 'history'; readonly title: string; readonly list: readonly unknown[] }
  | { readonly kind: 'card'; readonly uid: string; readonly name?: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unknown'; readonly type: string };

interface Media {
  readonly url?: string;
  /** The file itself, while it is on its way. */
  readonly file?: FileRef;
}
interface Size {
  readonly width?: number;
  readonly height?: number;
  readonly time?: number;
}

const UNREADABLE: Shown = { kind: 'unreadable' };
const MOST_PIXELS = 20_000;

/** Reads a body; what does not have the form of its type is unreadable, and a type that nobody here knows is shown by its name. */
export function readBody(type: string, body: unknown, file?: FileRef): Shown {
  switch (type) {
    case 'text':
    case 'code':
      return typeof body === 'string' ? { kind: type, text: body } : UNREADABLE;
    case 'image':
      return readImage(typeof body === 'string' ? { url: body } : body, 'image', file);
    case 'video':
      return readImage(body, 'video', file);
    case 'sound': {
      const media = readMedia(body, file);
      return media === undefined ? UNREADABLE : { kind: 'sound', ...media, time: field(body, 'time') ?? file?.time };
    }
    case 'file': {
      const media = readMedia(body, file);
      const name = isRecord(body) ? textOf(body.name) : undefined;
      return media === undefined
        ? UNREADABLE
        : { kind: 'file', ...media, name: name ?? file?.name ?? '', size: field(body, 'size') ?? file?.size };
    }
    case 'location':
      return readLocation(body);
    case 'rich-text':
      return Array.isArray(body) ? { kind: 'rich-text', nodes: body as unknown[] } : UNREADABLE;
    case 'history':
      return isRecord(body) && Array.isArray(body.msgList)
        ? { kind: 'history', title: textOf(body.title) ?? '', list: body.msgList as unknown[] }
        : UNREADABLE;
    case 'userinfo-card': {
      const uid = isRecord(body) ? textOf(body.user_id) : undefined;
      return uid === undefined || !isRecord(body) ? UNREADABLE : { kind: 'card', uid, name: textOf(body.nickname) };
    }
    default:
      return { kind: 'unknown', type };
  }
}

const field = (body: unknown, name: string): number | undefined => (isRecord(body) ? numberOf(body[name]) : undefined);

function readMedia(body: unknown, file: FileRef | undefined): Media | undefined {
  const url = isRecord(body) ? textOf(body.url) : undefined;
  return url === undefined && file === undefined ? undefined : { url, file };
}

function readImage(body: unknown, kind: 'image' | 'video', file: FileRef | undefined): Shown {
  const media = readMedia(body, file);
  if (media === undefined) return UNREADABLE;
  const of = isRecord(body) ? body : {};
  return {
    kind,
    ...media,
    thumb: textOf(of.thumb),
    width: numberOf(of.width, MOST_PIXELS) ?? file?.width,
    height: numberOf(of.height, MOST_PIXELS) ?? file?.height,
    time: numberOf(of.time) ?? file?.time,
  };
}

function readLocation(body: unknown): Shown {
  if (!isRecord(body)) return UNREADABLE;
  const { latitude, longitude } = body;
  if (
    typeof latitude !== 'number' ||
    typeof longitude !== 'number' ||
    Math.abs(latitude) > 90 ||
    Math.abs(longitude) > 180
  )
    return UNREADABLE;
  const label = [textOf(body.name), textOf(body.address)].filter((each) => each !== undefined).join(' · ');
  return { kind: 'location', latitude, longitude, label };
}

/** Width and height of the box that a picture stands in before it is here: at most 320 by 320, at least 48. */
export function boxOf(width?: number, height?: number): { width: number; height: number } {
  if (!width || !height) return { width: 240, height: 180 };
  const scale = Math.min(1, 320 / width, 320 / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}
