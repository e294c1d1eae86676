import type { Adapters } from '../../src/adapters.js';
import type { Uni } from '../../src/platform/uni.js';

type Options = Record<string, unknown>;
type Success = (e: object) => void;

/** uni-app's `uni`, over the network of the tests. Values that are stored are copied, as a phone does. */
export function stubUni(network: Adapters, storage: Map<string, unknown>): Uni {
  return {
    request: (o: Options) => {
      const abort = network.abort();
      const headers = o.header as Record<string, string>;
      network
        .http({ url: String(o.url), headers, body: String(o.data), timeoutMs: Number(o.timeout), signal: abort.signal })
        .then(
          (reply) => (o.success as Success)({ statusCode: reply.status, header: reply.headers, data: reply.body }),
          (failure: unknown) => (o.fail as Success)({ errMsg: String(failure) }),
        );
      return { abort: () => abort.abort() };
    },
    uploadFile: (o: Options) => {
      void Promise.resolve().then(() => (o.success as Success)({ statusCode: 200 }));
      return { onProgressUpdate: (f) => f({ totalBytesSent: 1, totalBytesExpectedToSend: 1 }) };
    },
    connectSocket: (o: Options) => {
      const wire = network.socket(String(o.url), (o.protocols as string[] | undefined) ?? []);
      return {
        send: ({ data }) => wire.send(data),
        close: ({ code }) => wire.close(code),
        onOpen: (f) => void (wire.onopen = f),
        onMessage: (f) => void (wire.onmessage = (data) => f({ data })),
        onClose: (f) => void (wire.onclose = (code, reason) => f({ code, reason })),
        onError: () => undefined,
      };
    },
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, value) => void storage.set(key, structuredClone(value)),
    removeStorageSync: (key) => void storage.delete(key),
    onNetworkStatusChange: (f) => {
      network.lifecycle.onChange(() => f({ isConnected: network.lifecycle.online() }));
    },
    onAppShow: () => undefined,
    onAppHide: () => undefined,
    getSystemInfoSync: () => ({ windowWidth: 390, platform: 'ios' }),
    getFileSystemManager: () => ({
      readFile: (o: Options) => (o.success as Success)({ data: 'bytes' }),
    }),
  };
}
