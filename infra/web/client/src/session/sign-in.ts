import type { Token } from '@confab/sdk';
import { type Auth, type Config, methodUrl } from './config';

/** Signs in as one of a laptop's demo users. */
export async function devLogin(config: Config, username: string): Promise<Token> {
  const reply = await fetch(methodUrl(config, 'devLogin'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  });
  const answer = (await reply.json()) as { errCode: unknown; newToken?: Token };
  if (answer.newToken === undefined) throw new Error(String(answer.errCode));
  return answer.newToken;
}

/** Goes to the sign-in page of a site with accounts of its own; it comes back with `#token=`. */
export function externalLogin(auth: Extract<Auth, { kind: 'external' }>): void {
  if (auth.loginUrl === undefined) return;
  const to = new URL(auth.loginUrl, document.baseURI);
  to.searchParams.set('return', location.origin + location.pathname);
  location.assign(to.href);
}

/** Where the refresh token of an issuer is kept, if it gave one, until the session ends. */
export const REFRESH = 'confab:oidc:refresh';
export const forgetOidc = (): void => localStorage.removeItem(REFRESH);

/** The token that an external sign-in left in the address, which is erased from it at once. */
export function tokenInAddress(): Token | undefined {
  const fragment = new URLSearchParams(location.hash.replace(/^#\/?/, ''));
  const token = fragment.get('token');
  if (token === null) return undefined;
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  return tokenOf(token);
}

/** A token with its end, as it is written in it. Nobody here judges it: the server does. */
export function tokenOf(token: string): Token | undefined {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as {
      exp?: unknown;
    };
    return typeof claims.exp === 'number' ? { token, tokenExpired: claims.exp * 1000 } : undefined;
  } catch {
    return undefined;
  }
}

const PARENT_MS = 5_000;
let waiting: ((token: Token) => void) | undefined;

/** The pages that may sign their visitors in, where one of them shows this page in a frame; nobody else is asked or heard. */
const parentsOf = (auth: Auth): readonly string[] =>
  auth.kind === 'external' && window.parent !== window ? (auth.allowedParents ?? []) : [];

/** Takes tokens from the page that shows this one, also those that nobody asked for. */
export function onParentToken(auth: Auth, signIn: (token: Token) => void): void {
  const allowed = parentsOf(auth);
  if (allowed.length === 0) return;
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!allowed.includes(event.origin) || event.source !== window.parent) return;
    const word = event.data as { type?: unknown; token?: unknown } | null;
    if (word?.type !== 'confab-token' || typeof word.token !== 'string') return;
    const token = tokenOf(word.token);
    if (token !== undefined) (waiting ?? signIn)(token);
  });
}

/** Asks the page that shows this one; null if it says nothing. */
export function askParent(auth: Auth): Promise<Token | null> {
  const allowed = parentsOf(auth);
  if (allowed.length === 0) return Promise.resolve(null);
  return new Promise((done) => {
    const end = (token: Token | null) => {
      clearTimeout(timer);
      waiting = undefined;
      done(token);
    };
    const timer = setTimeout(() => end(null), PARENT_MS);
    waiting = end;
    for (const origin of allowed) window.parent.postMessage({ type: 'confab-token-wanted' }, origin);
  });
}
