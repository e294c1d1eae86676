import type { FileRef } from '../adapters.js';

const thumbEdge = 320;
const reencodeAbove = 2_000_000;
const longest = 4096;

/** The picture with its size and a thumbnail; encoded anew, so without EXIF, when it is large or tells where it was taken. */
export async function prepareImage(file: FileRef): Promise<FileRef> {
  const { blob } = file;
  if (!blob || !/^image\/(png|jpeg|webp|avif|bmp)$/.test(blob.type)) return file;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    return file;
  }
  try {
    const { width, height } = bitmap;
    const ready: FileRef = { ...file, width, height };
    if (blob.size > reencodeAbove || (await hasPlace(blob))) {
      const scale = Math.min(1, longest / Math.max(width, height));
      const smaller = await draw(bitmap, scale, 'image/jpeg');
      if (smaller && (smaller.size < blob.size || (await hasPlace(blob)))) {
        Object.assign(ready, {
          blob: smaller,
          size: smaller.size,
          type: 'image/jpeg',
          name: file.name.replace(/\.\w+$/, '') + '.jpg',
          width: Math.round(width * scale),
          height: Math.round(height * scale),
        });
      }
    }
    const scale = thumbEdge / Math.max(width, height);
    const thumb = scale < 1 && blob.size > 30_000 ? await draw(bitmap, scale, 'image/webp') : null;
    if (thumb) {
      const ending = thumb.type === 'image/webp' ? '.webp' : '.png';
      ready.thumb = { name: 'thumb' + ending, size: thumb.size, type: thumb.type, blob: thumb };
    }
    return ready;
  } finally {
    bitmap.close();
  }
}

async function draw(bitmap: ImageBitmap, scale: number, type: string): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  if (type === 'image/jpeg') {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.85));
}

/** A JPEG's EXIF names a GPS directory: tag 0x8825. */
async function hasPlace(blob: Blob): Promise<boolean> {
  if (blob.type !== 'image/jpeg') return false;
  const head = new Uint8Array(await blob.slice(0, 65_536).arrayBuffer());
  for (let i = 0; i + 1 < head.length; i++) {
    if ((head[i] === 0x88 && head[i + 1] === 0x25) || (head[i] === 0x25 && head[i + 1] === 0x88)) return true;
  }
  return false;
}
