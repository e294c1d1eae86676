import type { Token } from '@confab/sdk';
import type { Auth } from './config';
import { forgetOidc, REFRESH, tokenOf } from './sign-in';

type Oidc = Extract<Auth, { kind: 'oidc' }>;
const ASKED = 'confab:oidc';

/** What this tab remembers while it is at the issuer. */
interface Asked {
  readonly state: string;
  readonly verifier: string;
  readonly search: string;
  readonly hash: string;
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));
const redirectUri = (): string => location.origin + location.pathname;

async function endpointsOf(auth: Oidc): Promise<Endpoints> {
  const reply = await fetch(`${auth.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!reply.ok) throw new Error(`issuer: ${reply.status}`);
  return (await reply.json()) as Endpoints;
}

/** Goes to the issuer with a fresh state and a PKCE challenge; {@link finishOidc} takes what it sends back. */
export async function startOidc(auth: Oidc): Promise<void> {
  const { authorization_endpoint } = await endpointsOf(auth);
  const state = random();
  const verifier = random();
  const { search, hash } = location;
  sessionStorage.setItem(ASKED, JSON.stringify({ state, verifier, search, hash } satisfies Asked));
  const challenge = base64url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))),
  );
  const to = new URL(authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: auth.clientId,
    redirect_uri: redirectUri(),
    scope: auth.scope ?? 'openid profile',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) to.searchParams.set(name, value);
  location.assign(to.href);
}

/**
 * Exchanges the code in the address, which is erased from it at once. Undefined where the issuer has sent nothing. Rejects where it refused,
 * and where this tab has not asked: somebody else may have made the link, to sign its reader in as another.
 */
export async function finishOidc(auth: Oidc): Promise<Token | undefined> {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('code') && !answer.has('error')) return undefined;
  const asked = takeAsked();
  history.replaceState(null, '', `${location.pathname}${asked?.search ?? ''}${asked?.hash ?? ''}`);
  const code = answer.get('code');
  if (asked === undefined || answer.get('state') !== asked.state || code === null) throw new SignInFailed();
  return exchange(auth, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(),
    code_verifier: asked.verifier,
  });
}

/** A new token without a question, where the issuer gave a refresh token; null where it did not, or takes it no longer. One tab at a time. */
export async function renewOidc(auth: Oidc): Promise<Token | null> {
  const renew = async (): Promise<Token | null> => {
    const refresh_token = localStorage.getItem(REFRESH);
    if (refresh_token === null) return null;
    try {
      return await exchange(auth, { grant_type: 'refresh_token', refresh_token });
    } catch (error) {
      if (!(error instanceof SignInFailed)) throw error;
      forgetOidc();
      return null;
    }
  };
  return 'locks' in navigator ? navigator.locks.request(REFRESH, renew) : renew();
}

/** The issuer, or the answer to it, was not as it should be. */
export class SignInFailed extends Error {}

async function exchange(auth: Oidc, parameters: Readonly<Record<string, string>>): Promise<Token> {
  const { token_endpoint } = await endpointsOf(auth);
  const reply = await fetch(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ ...parameters, client_id: auth.clientId }),
  });
  if (reply.status >= 500) throw new Error(`issuer: ${reply.status}`);
  const { id_token, refresh_token } = (await reply.json()) as { id_token?: unknown; refresh_token?: unknown };
  const token = reply.ok && typeof id_token === 'string' ? tokenOf(id_token) : undefined;
  if (token === undefined) throw new SignInFailed();
  if (typeof refresh_token === 'string') localStorage.setItem(REFRESH, refresh_token);
  return token;
}

function takeAsked(): Asked | undefined {
  const asked = JSON.parse(sessionStorage.getItem(ASKED) ?? 'null') as Asked | null;
  sessionStorage.removeItem(ASKED);
  return asked ?? undefined;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
