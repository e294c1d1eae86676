import type { FileRef } from '@confab/sdk';

const MOST_MS = 5_000;
const POSTER_PX = 640;
const SOONEST_S = 1;
const QUALITY = 0.8;

/**
 * A video with its size, its length and a picture of it, so that its place is known before it is loaded. What this browser cannot play is sent
 * as it is: with nothing that was not measured.
 */
export async function measuredVideo(file: FileRef): Promise<FileRef> {
  if (file.blob === undefined) return file;
  const url = URL.createObjectURL(file.blob);
  const video = document.createElement('video');
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), MOST_MS);
  const next = (event: string) => happens(video, event, ended.signal);
  const ready = { ...file };
  try {
    video.muted = true;
    video.preload = 'auto';
    video.playsInline = true;
    const loaded = next('loadeddata');
    video.src = url;
    await loaded;
    if (!(video.videoWidth > 0 && video.videoHeight > 0)) return file;
    Object.assign(ready, { width: video.videoWidth, height: video.videoHeight });
    const seconds = await lengthOf(video, next);
    if (seconds !== undefined) ready.time = Math.round(seconds * 1000);
    // The very first picture is often black.
    await moveTo(video, Math.min(SOONEST_S, (seconds ?? 0) / 10), next);
    const thumb = await posterOf(video);
    return thumb === undefined ? ready : { ...ready, thumb };
  } catch {
    return ready;
  } finally {
    clearTimeout(timer);
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

type Next = (event: string) => Promise<void>;

function happens(video: HTMLVideoElement, event: string, ended: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const failed = () => fail(new Error(event));
    video.addEventListener(event, () => done(), { once: true, signal: ended });
    video.addEventListener('error', failed, { once: true, signal: ended });
    ended.addEventListener('abort', failed, { once: true });
  });
}

/** A recording of a browser does not say how long it is, until somebody wants to see its end. */
async function lengthOf(video: HTMLVideoElement, next: Next): Promise<number | undefined> {
  if (video.duration === Infinity) await moveTo(video, Number.MAX_SAFE_INTEGER, next);
  return Number.isFinite(video.duration) ? video.duration : undefined;
}

async function moveTo(video: HTMLVideoElement, seconds: number, next: Next): Promise<void> {
  if (video.currentTime === seconds) return;
  const there = next('seeked');
  video.currentTime = seconds;
  await there;
}

async function posterOf(video: HTMLVideoElement): Promise<FileRef | undefined> {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, POSTER_PX / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/webp', QUALITY));
  if (blob === null) return undefined;
  // Where WebP cannot be written, it is a PNG.
  const name = blob.type === 'image/webp' ? 'poster.webp' : 'poster.png';
  return { name, size: blob.size, type: blob.type, blob };
}
