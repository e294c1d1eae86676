import { Uploader } from '../outbox/upload.js';
import type { Session } from '../session/session.js';
import type { MeApi } from '../types.js';

/** `confab.me`. */
export function meApi(session: () => Session): MeApi {
  const core = () => session().core;
  return {
    get: () => session().loadMe(),
    async update(o) {
      await core().call('updateMyInfo', o);
      await session().loadMe();
    },
    async setAvatar(file) {
      const ready = (await core().adapters.prepareImage?.(file)) ?? file;
      const small = ready.thumb ?? ready;
      const url = await new Uploader(core()).upload(small, { purpose: 'avatar' });
      const extname = /\.(\w{1,15})$/.exec(small.name)?.[1];
      await core().call('updateMyInfo', {
        avatar_file: { name: small.name.slice(-255), ...(extname && { extname }), url },
      });
      await session().loadMe();
    },
    devices: async () => (await core().call('getMyDevices', {})).data,
    async signOutDevice(device_id) {
      await core().call('signOutDevice', { device_id });
    },
  };
}
