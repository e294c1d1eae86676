import { type Confab, ConfabError, createConfab, type State, type Token } from '@confab/sdk';
import { shallowRef } from 'vue';
import { type Config, methodUrl } from './config';

/** What the whole client shares: one per page. */
export interface App {
  readonly config: Config;
  readonly confab: Confab;
}

let app: App | undefined;

/** The SDK's state as one ref; its parts are replaced only when they change, so that a `computed` of a part is cheap. */
export const state = shallowRef<State>({} as State);

/** Why there is no session, for the login page. */
export const signedOutBecause = shallowRef<string>();

/** The code of what went wrong with a sign-in on another page. */
export const signInFailure = shallowRef<string | number>();

/** Asked by the SDK when its token no longer works; a demo user simply signs in again. */
export type RenewToken = (why: 'missing' | 'expired' | 'rejected') => Promise<Token | null>;

export function createApp(config: Config, renew: RenewToken): App {
  const confab = createConfab({
    endpoint: typeof config.endpoint === 'string' ? methodBase(config) : (method) => methodUrl(config, method),
    socket: socketUrl(config.socket),
    appId: config.appId,
    toAppId: config.toAppId,
    heartbeatMs: config.heartbeatMs,
    platform: 'web',
    session: config.auth.kind === 'dev' ? 'tab' : 'shared',
    getToken: renew,
  });
  state.value = confab.state;
  confab.subscribe(
    (all) => all,
    (all) => (state.value = all),
  );
  app = { config, confab };
  return app;
}

export function useApp(): App {
  if (app === undefined) throw new Error('The app is used before it is made.');
  return app;
}

export const useConfab = (): Confab => useApp().confab;

/** My uid; empty while nobody is signed in. */
export const myUid = (): string => state.value.me?._id ?? '';

/** The code of a failure, for {@link errorText}; what is no ConfabError is a defect of ours and goes to the console. */
export function codeOf(error: unknown): string | number {
  if (error instanceof ConfabError) return error.code;
  console.error(error);
  return 'internal-error';
}

const methodBase = (config: Config): string => methodUrl(config, '').replace(/\/$/, '');

function socketUrl(socket: string): string {
  const url = new URL(socket, document.baseURI);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}
