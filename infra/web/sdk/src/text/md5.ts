const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));

/**
 * MD5 (RFC 1321) of a text in UTF-8, as hexadecimal digits: for ids that client and server compute alike, not for safety. Packages
 * that do it weigh up to 3 kB, and mini programs have no `TextEncoder`.
 */
export function md5(text: string): string {
  const words = padded(utf8(text));
  const sum = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as [number, number, number, number];
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = sum;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] as number;
      const place = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] as number;
      const word = words[block + (place & 15)] as number;
      const x = (a + mixed + (sines[i] as number) + word) | 0;
      const shift = shifts[round * 4 + (i & 3)] as number;
      [a, b, c, d] = [d, (b + ((x << shift) | (x >>> (32 - shift)))) | 0, b, c];
    }
    [a, b, c, d].forEach((x, i) => (sum[i] = ((sum[i] as number) + x) | 0));
  }
  return sum.flatMap((x) => [0, 8, 16, 24].map((by) => ((x >>> by) & 255).toString(16).padStart(2, '0'))).join('');
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes.push(more === 0 ? code : ((0xff00 >> (more + 1)) & 255) | (code >> (6 * more)));
    for (let i = more - 1; i >= 0; i--) bytes.push(0x80 | ((code >> (6 * i)) & 63));
  }
  return bytes;
}

/** In words of four bytes, the lowest first: a single bit, zeros, and the number of bits fill the last block of 16. */
function padded(bytes: number[]): number[] {
  const words = new Array<number>((((bytes.length + 8) >> 6) + 1) * 16).fill(0);
  [...bytes, 0x80].forEach((byte, i) => (words[i >> 2] = (words[i >> 2] as number) | (byte << (8 * (i & 3)))));
  words[words.length - 2] = bytes.length * 8;
  return words;
}
