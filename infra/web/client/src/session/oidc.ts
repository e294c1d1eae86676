import type { Token } from '@confab/sdk';
import type { Auth } from './config';
import { tokenOf } from './sign-in';

type Oidc = Extract<Auth, { kind: 'oidc' }>;
const KEY = 'confab:oidc';

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
  sessionStorage.setItem(KEY, JSON.stringify({ state, verifier, hash: location.hash }));
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

/** Exchanges the code in the address, which is erased from it at once. Undefined where there is none, or not one that we asked for. */
export async function finishOidc(auth: Oidc): Promise<Token | undefined> {
  const answer = new URLSearchParams(location.search);
  const code = answer.get('code');
  const asked = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as {
    state: string;
    verifier: string;
    hash: string;
  } | null;
  if (code === null || asked === null) return undefined;
  sessionStorage.removeItem(KEY);
  history.replaceState(null, '', `${location.pathname}${asked.hash}`);
  if (answer.get('state') !== asked.state) return undefined;
  const { token_endpoint } = await endpointsOf(auth);
  const reply = await fetch(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(),
      client_id: auth.clientId,
      code_verifier: asked.verifier,
    }),
  });
  const tokens = (await reply.json()) as { id_token?: string };
  return tokens.id_token === undefined ? undefined : tokenOf(tokens.id_token);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
