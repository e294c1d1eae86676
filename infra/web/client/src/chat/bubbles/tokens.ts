/** A piece of a text: plain, or something that can be followed. */
export interface TextToken {
  readonly kind: 'text' | 'link' | 'mail' | 'phone' | 'mention';
  readonly text: string;
}

// Every repetition is over one class and bounded or followed by what is not in it, so that the time is linear in the length of the text.
const FOUND =
  /https?:\/\/[^\s<>"'`，。；！？、（）《》【】“”‘’]{1,2048}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|(?<![\d.])(?:\+\d{8,15}|1[3-9]\d{9})(?!\d)/g;
const TRAILING = /[.,:;!?)\]}]+$/;

/** Splits a text into what is shown; `names` are those of the mentioned. */
export function tokensOf(text: string, names: readonly string[] = []): TextToken[] {
  const tokens: TextToken[] = [];
  const plain = (piece: string) => {
    for (const each of withMentions(piece, names)) tokens.push(each);
  };
  let end = 0;
  for (const match of text.matchAll(FOUND)) {
    const whole = match[0];
    const kind = /^https?:/.test(whole) ? 'link' : whole.includes('@') ? 'mail' : 'phone';
    const found = kind === 'link' ? trimmed(whole) : whole;
    plain(text.slice(end, match.index));
    tokens.push({ kind, text: found });
    end = match.index + found.length;
  }
  plain(text.slice(end));
  return tokens;
}

/** Without the punctuation that ends a sentence, and without a bracket that was opened before the link. */
function trimmed(link: string): string {
  const without = link.slice(-64).replace(TRAILING, '');
  const cut = link.slice(0, Math.max(0, link.length - 64)) + without;
  return cut.includes('(') && link[cut.length] === ')' ? link.slice(0, cut.length + 1) : cut;
}

function* withMentions(text: string, names: readonly string[]): Generator<TextToken> {
  let start = 0;
  for (let at = text.indexOf('@'); at >= 0 && names.length > 0; at = text.indexOf('@', at + 1)) {
    const name = names.find((each) => each !== '' && text.startsWith(each, at + 1));
    if (name === undefined) continue;
    if (at > start) yield { kind: 'text', text: text.slice(start, at) };
    yield { kind: 'mention', text: `@${name}` };
    start = at + 1 + name.length;
  }
  if (start < text.length) yield { kind: 'text', text: text.slice(start) };
}
