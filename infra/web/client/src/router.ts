import { shallowRef } from 'vue';

/** A place in the client: the path of the hash in pieces, and its query. */
export interface Route {
  readonly name: RouteName;
  /** The second piece of the path, decoded: a conversation, a group or a user. */
  readonly id: string;
  /** The third piece, such as `info` in `#/c/<id>/info`. */
  readonly part: string;
  readonly query: Readonly<Record<string, string>>;
}

const NAMES = [
  '',
  'c',
  'contacts',
  'groups',
  'notices',
  'users',
  'add',
  'new-group',
  'search',
  'settings',
  'join',
  'with',
  'login',
] as const;
export type RouteName = (typeof NAMES)[number];

/** Reads a hash. What is not a place of the client is the list: a link cannot break anything. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', id = '', part = ''] = path.split('/').map(decode);
  const known = NAMES.find((each) => each === name) ?? '';
  return {
    name: known,
    id: known === '' ? '' : id,
    part: known === '' ? '' : part,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** Writes what {@link parseRoute} reads. */
export function hashOf(name: RouteName, id = '', part = '', query: Record<string, string> = {}): string {
  const path = [name, id, part].filter((piece) => piece !== '').map(encodeURIComponent);
  const search = new URLSearchParams(query).toString();
  return `#/${path.join('/')}${search === '' ? '' : `?${search}`}`;
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return '';
  }
}

export const route = shallowRef<Route>(parseRoute(''));

/** Follows the address bar from now on. */
export function startRouter(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  read();
}

export function go(hash: string, replace = false): void {
  if (replace) {
    history.replaceState(null, '', hash);
    route.value = parseRoute(hash);
  } else if (location.hash !== hash) {
    location.hash = hash;
  }
}

/** One layer up: on a phone from the chat to the list, from a chat's details to the chat. */
export function up(): void {
  const { name, id, part } = route.value;
  go(name === 'c' && part !== '' ? hashOf('c', id) : '#/');
}
