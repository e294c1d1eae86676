const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The claim `uid` of a token, if it has one. Only for naming what is local: nothing here checks a signature. */
export function uidOf(token: string): string | null {
  try {
    const claims = JSON.parse(decode(token.split('.')[1] ?? '')) as { uid?: unknown };
    return typeof claims.uid === 'string' && claims.uid !== '' ? claims.uid : null;
  } catch {
    return null;
  }
}

function decode(base64url: string): string {
  let bits = 0;
  let have = 0;
  let percent = '';
  for (const character of base64url.replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_')) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new Error('no base64url');
    bits = ((bits << 6) | value) & 0xffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      percent += '%' + ((bits >> have) & 0xff).toString(16).padStart(2, '0');
    }
  }
  return decodeURIComponent(percent);
}
