import type { Token } from '@confab/sdk';
import { shallowRef } from 'vue';
import { go, hashOf, route } from '../router';
import { createApp, signedOutBecause, state, useConfab } from './app';
import { type Config, fileBasesOf, loadConfig } from './config';
import { setFileBases } from './safe-url';
import { devLogin, onParentToken, tokenInAddress } from './sign-in';

export type Phase = 'starting' | 'unreachable' | 'signed-out' | 'ready';

export const phase = shallowRef<Phase>('starting');
export const config = shallowRef<Config>();

const RETRY_MS = 3_000;

/** Reads the configuration, takes up a session where there is one, and otherwise shows the login page. */
export async function start(): Promise<void> {
  try {
    config.value ??= await loadConfig();
  } catch {
    phase.value = 'unreachable';
    setTimeout(() => void start(), RETRY_MS);
    return;
  }
  const { auth } = config.value;
  setFileBases(fileBasesOf(config.value));
  const { confab } = createApp(config.value, renewal(config.value));
  confab.on('signed-out', ({ reason }) => {
    signedOutBecause.value = reason;
    phase.value = 'signed-out';
  });
  onParentToken(auth, (token) => void signIn(token));
  try {
    const fresh =
      (auth.kind === 'external' ? tokenInAddress() : undefined) ??
      (auth.kind === 'oidc' ? await (await import('./oidc')).finishOidc(auth) : undefined);
    const me = fresh === undefined ? await confab.resume() : await confab.login(fresh);
    phase.value = me === null ? 'signed-out' : 'ready';
  } catch {
    phase.value = state.value.me === null ? 'signed-out' : 'ready';
  }
}

export async function signIn(token: Token): Promise<void> {
  await useConfab().login(token);
  signedOutBecause.value = undefined;
  phase.value = 'ready';
  if (route.value.name === 'login') go(hashOf(''), true);
}

/** A demo user needs no password, so an ended session goes on by itself; but not one that was ended on purpose. */
function renewal(from: Config): (why: 'missing' | 'expired' | 'rejected') => Promise<Token | null> {
  return async (why) => {
    const name = state.value.me?.username ?? state.value.me?._id;
    return from.auth.kind === 'dev' && why === 'expired' && name !== undefined ? devLogin(from, name) : null;
  };
}

/** Ends the session here, or on all devices. What has not been sent is thrown away: the caller has asked. */
export async function signOut(all: boolean): Promise<void> {
  await useConfab().logout({ all, discardUnsent: true });
  phase.value = 'signed-out';
  go(hashOf(''), true);
}
