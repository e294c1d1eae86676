import md5 from 'blueimp-md5';

/** Ids that client and server compute alike. */
export const ids = {
  /** The id of a single chat between two users, or of a group's chat. */
  single: (a: string, b: string): string => 'single_' + md5([a, b].sort(byCodeUnit).join(',')),
  group: (groupId: string): string => 'group_' + groupId,
};

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Names one message for ever: the time, and 128 random bits. At most 64 characters of [0-9a-z-]. */
export function newUniqueId(now: number, random: (n: number) => Uint8Array): string {
  return Math.floor(now).toString(36) + '-' + randomText(random(25));
}

/** 25 digits of base 36 are more than 128 bits. */
function randomText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digits[byte % 36];
  return text;
}

export function newDeviceId(random: (n: number) => Uint8Array): string {
  return 'js-' + randomText(random(25));
}

/** A short name for a place and an app, for names of databases and locks. */
export function shortHash(...parts: string[]): string {
  return md5(JSON.stringify(parts)).slice(0, 16);
}
