/** What `/config.json` says of the system that this client belongs to. */
export interface Config {
  /** One base of all methods, or a URL for each. */
  readonly endpoint: string | Readonly<Record<string, string>>;
  readonly socket: string;
  /** Where files are served from. */
  readonly files?: string | readonly string[];
  readonly appId: string;
  readonly toAppId?: string;
  readonly heartbeatMs?: number;
  readonly auth: Auth;
}

export type Auth =
  | { readonly kind: 'dev'; readonly users: readonly string[] }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly clientId: string; readonly scope?: string }
  | { readonly kind: 'external'; readonly loginUrl?: string; readonly allowedParents?: readonly string[] };

const KEPT = 'confab:config';

/** Reads the configuration. Without a network the last one counts, so that what is kept here can be read. */
export async function loadConfig(): Promise<Config> {
  let text: string;
  try {
    const reply = await fetch('config.json', { cache: 'no-cache' });
    if (!reply.ok) throw new Error(`config.json: ${reply.status}`);
    text = await reply.text();
  } catch (error) {
    const kept = read(() => localStorage.getItem(KEPT));
    if (kept === null) throw error;
    return JSON.parse(kept) as Config;
  }
  const config = JSON.parse(text) as Config;
  read(() => localStorage.setItem(KEPT, text));
  return config;
}

/** A browser may forbid its storage. */
function read<T>(f: () => T): T | null {
  try {
    return f();
  } catch {
    return null;
  }
}

export const fileBasesOf = (config: Config): readonly string[] =>
  config.files === undefined ? [] : typeof config.files === 'string' ? [config.files] : config.files;

/** The URL of one method. */
export function methodUrl(config: Config, method: string): string {
  const { endpoint } = config;
  const url = typeof endpoint === 'string' ? `${endpoint.replace(/\/$/, '')}/${method}` : (endpoint[method] ?? '');
  return new URL(url, document.baseURI).href;
}
