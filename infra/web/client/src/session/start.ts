import { ConfabError, type Token } from '@confab/sdk';
import { shallowRef, watch } from 'vue';
import { go, hashOf, route } from '../router';
import { codeOf, createApp, myUid, signedOutBecause, signInFailure, state, useConfab } from './app';
import { type Auth, type Config, fileBasesOf, loadConfig } from './config';
import { setFileBases } from './safe-url';
import { askParent, devLogin, forgetOidc, onParentToken, tokenInAddress } from './sign-in';

export type Phase = 'starting' | 'unreachable' | 'signed-out' | 'ready';

export const phase = shallowRef<Phase>('starting');
export const config = shallowRef<Config>();

const RETRY_MS = 3_000;

const opened = location.hash;
let user = '';
/** The place of one user is none of the next one, who may come with a token that nobody asked for. In a frame that is still the chat with whom it is for. */
watch(
  myUid,
  (now) => {
    if (now === '') return;
    if (user !== '' && user !== now) go(opened.startsWith('#/with/') ? opened : hashOf(''), true);
    user = now;
  },
  { flush: 'sync' },
);

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
    forgetOidc();
    signedOutBecause.value = reason;
    phase.value = 'signed-out';
  });
  onParentToken(auth, (token) => void signIn(token));
  try {
    const fresh = await tokenFromElsewhere(auth);
    const me = fresh === undefined ? await confab.resume() : await confab.login(fresh);
    phase.value = me === null ? 'signed-out' : 'ready';
  } catch (error) {
    if (error instanceof ConfabError) signInFailure.value = codeOf(error);
    phase.value = state.value.me === null ? 'signed-out' : 'ready';
  }
}

/** What another page, which signs users in, has sent along. If that is no good, a session that is there goes on. */
async function tokenFromElsewhere(auth: Auth): Promise<Token | undefined> {
  if (auth.kind === 'external') return tokenInAddress();
  if (auth.kind !== 'oidc') return undefined;
  try {
    return await (await import('./oidc')).finishOidc(auth);
  } catch {
    signInFailure.value = 'sign-in-failed';
    return undefined;
  }
}

export async function signIn(token: Token): Promise<void> {
  await useConfab().login(token);
  signedOutBecause.value = undefined;
  signInFailure.value = undefined;
  phase.value = 'ready';
  if (route.value.name === 'login') go(hashOf(''), true);
}

/**
 * A demo user needs no password, an issuer may have given a refresh token, and the page around a frame may know who is there: an ended
 * session goes on by itself; but not one that was ended on purpose.
 */
function renewal(from: Config): (why: 'missing' | 'expired' | 'rejected') => Promise<Token | null> {
  return async (why) => {
    if (from.auth.kind === 'oidc' && why === 'expired') return (await import('./oidc')).renewOidc(from.auth);
    if (from.auth.kind === 'external' && why !== 'rejected') return askParent(from.auth);
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
