const AGAIN_MS = 2 * 60_000;
const texts = new Map<string, string>();

/** Remembers a text that I revoke, for two minutes, so that it can be edited and sent anew. Nothing of it is stored. */
export function rememberRevoked(id: string, text: string): void {
  texts.set(id, text);
  setTimeout(() => texts.delete(id), AGAIN_MS);
}

export const revokedText = (id: string): string | undefined => texts.get(id);
