import type { Draft, FileRef } from '@confab/sdk';
import { t } from '../../i18n';
import { toast } from '../../ui/toast';

const MOST_BYTES = 100_000_000;
const HEAD_BYTES = 512;

const IMAGES: readonly [string, (head: Uint8Array) => boolean][] = [
  ['image/png', (head) => starts(head, [0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', (head) => starts(head, [0xff, 0xd8, 0xff])],
  ['image/gif', (head) => starts(head, [0x47, 0x49, 0x46, 0x38])],
  ['image/webp', (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP'],
  ['image/avif', (head) => ascii(head, 4, 12) === 'ftypavif'],
];
const VIDEOS: readonly [string, (head: Uint8Array) => boolean][] = [
  ['video/mp4', (head) => ascii(head, 4, 8) === 'ftyp' && !/^(avif|heic|heix|mif1|M4A )/.test(ascii(head, 8, 12))],
  ['video/webm', (head) => starts(head, [0x1a, 0x45, 0xdf, 0xa3])],
];

const starts = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, n) => head[n] === byte);
const ascii = (head: Uint8Array, from: number, to: number): string => String.fromCharCode(...head.slice(from, to));

/** Office programs add a picture of the text that was copied: then the text is meant, and there are no files. */
export function pastedFiles(data: DataTransfer | null): File[] {
  const isText = data?.types.includes('text/html') === true && data.getData('text/plain').trim() !== '';
  return isText ? [] : [...(data?.files ?? [])];
}

/** A message for each file; too large ones and pages that could run are refused with a word. What a file is, its first bytes say. */
export async function draftsOf(files: readonly File[]): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const file of files) {
    if (file.size > MOST_BYTES) toast(t('file.tooLarge', { name: file.name }), 'error');
    else {
      const draft = await draftOf(file);
      if (draft !== undefined) drafts.push(draft);
    }
  }
  return drafts;
}

async function draftOf(file: File): Promise<Draft | undefined> {
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch {
    // A folder, or a file that is gone.
    toast(t('file.unreadable', { name: file.name }), 'error');
    return undefined;
  }
  if (runs(head)) {
    toast(t('file.runs', { name: file.name }), 'error');
    return undefined;
  }
  const image = IMAGES.find(([, is]) => is(head))?.[0];
  if (image !== undefined) return { type: 'image', files: [await measured(file, image)] };
  const video = VIDEOS.find(([, is]) => is(head))?.[0];
  if (video !== undefined) return { type: 'video', files: [await measuredAsVideo(refOf(file, video))] };
  return { type: 'file', files: [refOf(file, safeType(file.type))] };
}

const refOf = (file: File, type: string): FileRef => ({ name: file.name || 'file', size: file.size, type, blob: file });

/** Of what is neither picture nor video, a browser's guess is passed on only where it is harmless. */
const safeType = (type: string): string =>
  type.startsWith('audio/') || type === 'application/pdf' || type === 'text/plain' ? type : 'application/octet-stream';

/** HTML and SVG, with or without a byte order mark and white space before. */
function runs(head: Uint8Array): boolean {
  const text = new TextDecoder()
    .decode(head)
    .replace(/^[\uFEFF\s]+/, '')
    .toLowerCase();
  return (
    /^<(!doctype html|html|svg|script|head|body)/.test(text) || (text.startsWith('<?xml') && text.includes('<svg'))
  );
}

/** What measures videos is loaded with the first one. */
async function measuredAsVideo(file: FileRef): Promise<FileRef> {
  const loaded = await import('./video').catch(() => undefined);
  return loaded?.measuredVideo(file) ?? file;
}

async function measured(file: File, type: string): Promise<FileRef> {
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { ...refOf(file, type), width, height };
  } catch {
    return refOf(file, type);
  }
}
