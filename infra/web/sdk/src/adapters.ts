import type { Upload } from './api/types.js';
import type { Store } from './store/store.js';

/** A file that is to be sent: a browser's Blob or File, bytes, or a path (uni-app, Node). */
export interface FileRef {
  name: string;
  size: number;
  type?: string;
  blob?: Blob;
  bytes?: Uint8Array;
  path?: string;
  width?: number;
  height?: number;
  /** Length of a sound or video in milliseconds. */
  time?: number;
  /** A smaller picture of it, uploaded beside it. */
  thumb?: FileRef;
}

export interface HttpRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal?: Abort;
}
export interface HttpReply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** The part of an AbortSignal that is used. */
export interface Abort {
  readonly aborted: boolean;
  addEventListener(type: 'abort', f: () => void): void;
  removeEventListener(type: 'abort', f: () => void): void;
}

export interface Wire {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  /** Once, also when it never opened. */
  onclose: ((code: number, reason: string) => void) | null;
}

/** Small values that are read at once: token, device id. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export interface Lifecycle {
  visible(): boolean;
  online(): boolean;
  /** Called after either may have changed; returns how to stop. */
  onChange(f: () => void): () => void;
}

/** Other tabs of the same user. */
export interface Tabs {
  /** Calls `f(true)` when this tab becomes the leader, `f(false)` when it is robbed. Returns how to give up. `steal` takes the lock by force. */
  lead(f: (leads: boolean) => void, o?: { steal?: boolean }): () => void;
  post(message: unknown): void;
  onMessage(f: (message: unknown) => void): () => void;
  close(): void;
}

export interface Timers {
  now(): number;
  set(f: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

export interface Notify {
  show(n: { tag: string; title: string; body: string; data?: unknown }): void;
  clear(tag?: string): void;
}

/** Everything that the SDK asks of the platform. */
export interface Adapters {
  platform: string;
  http(r: HttpRequest): Promise<HttpReply>;
  upload(f: FileRef, to: Upload, onProgress: (sent: number, all: number) => void, signal?: Abort): Promise<void>;
  socket(url: string, protocols: string[]): Wire;
  /** false where the platform cannot send sub-protocols: the token then goes into the query. */
  subProtocols: boolean;
  /** A phone: the socket is closed while the app is hidden, for a frozen app keeps a half-open one. */
  closesWhenHidden?: boolean;
  store(name: string): Promise<Store>;
  /** Deletes the store of this name. */
  dropStore(name: string): Promise<void>;
  keep: Keep;
  /** As `keep`, for this tab alone. */
  tabKeep: Keep;
  lifecycle: Lifecycle;
  tabs?: (name: string) => Tabs | null;
  random(n: number): Uint8Array;
  timers: Timers;
  notify?: Notify;
  /** Ends a promise early: a browser's or Node's AbortController. */
  abort(): { signal: Abort; abort(): void };
  /** The platform's screen, for `state.isWidescreen` and `state.systemInfo`. */
  screen?: { wide(): boolean; onChange(f: () => void): () => void; info: Record<string, unknown> };
  /** Makes a picture ready for sending: thumbnail, size, without EXIF. Absent: sent as it is. */
  prepareImage?(f: FileRef): Promise<FileRef>;
  /** Ends pushes to this installation that are for one of these users, without a server. */
  endPush?(isFor: (uid: string) => boolean): Promise<void>;
  /** Asks the platform not to clear the cache. */
  persist?(): Promise<void>;
  /** Room for the cache, in bytes. */
  roomBytes?(): Promise<number | undefined>;
}
