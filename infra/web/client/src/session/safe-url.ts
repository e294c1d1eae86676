/** Where files of this system are served from; set once from the configuration. */
let fileBases: readonly string[] = [];

export function setFileBases(bases: readonly string[]): void {
  fileBases = bases.map((base) => new URL(base, document.baseURI).href);
}

/** A link that may be followed: http or https only; whatever else anybody writes is no link. */
export function safeLink(url: unknown): string | undefined {
  const parsed = parse(url);
  return parsed !== undefined && (parsed.protocol === 'https:' || parsed.protocol === 'http:')
    ? parsed.href
    : undefined;
}

/**
 * The URL of a picture, sound or video that may be loaded: one of our own files, or a blob of this page. Media of other hosts are never
 * requested, because the request would tell that host who reads.
 */
export function safeMedia(url: unknown): string | undefined {
  const parsed = parse(url);
  if (parsed === undefined) return undefined;
  if (parsed.protocol === 'blob:') return parsed.origin === location.origin ? parsed.href : undefined;
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  return fileBases.some((base) => parsed.href.startsWith(base)) ? parsed.href : undefined;
}

function parse(url: unknown): URL | undefined {
  if (typeof url !== 'string' || url === '' || url.length > 4096) return undefined;
  try {
    return new URL(url, document.baseURI);
  } catch {
    return undefined;
  }
}
