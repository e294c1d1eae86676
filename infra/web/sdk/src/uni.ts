import { ConfabClient } from './confab.js';
import { uniAdapters, type Uni, type UniOptions } from './platform/uni.js';
import type { Confab, Options } from './types.js';

export * from './shared.js';
export { uniAdapters, type Uni, type UniOptions };

declare const uni: Required<Uni>;

/** A uni-app that is built for browsers has only those functions in it that some code calls by their names: here they are. */
const byName = (): Uni => ({
  request: (o) => uni.request(o),
  uploadFile: (o) => uni.uploadFile(o),
  connectSocket: (o) => uni.connectSocket(o),
  getStorageSync: (key) => uni.getStorageSync(key),
  setStorageSync: (key, value) => uni.setStorageSync(key, value),
  removeStorageSync: (key) => uni.removeStorageSync(key),
  onNetworkStatusChange: (f) => uni.onNetworkStatusChange(f),
  onAppShow: (f) => uni.onAppShow(f),
  onAppHide: (f) => uni.onAppHide(f),
  getSystemInfoSync: () => uni.getSystemInfoSync(),
  onWindowResize: (f) => uni.onWindowResize(f),
});

/** For uni-app and mini programs: pass `uni`, or the platform's own object, such as `wx`. */
export function createConfab(platform: Uni, options: Options & UniOptions): Confab {
  const whole = typeof platform.getStorageSync === 'function' ? platform : byName();
  return new ConfabClient(options, { ...uniAdapters(whole, options), ...options.adapters });
}
