import type { FileRef, Message } from '@confab/sdk';
import { type FunctionalComponent, h, type VNode, type VNodeChild } from 'vue';
import { safeLink } from '../../session/safe-url';
import { isRecord, numberOf, textOf } from './record';
import RichImage from './RichImage.vue';
import RichLine from './RichLine.vue';

/** What a node of a rich text may become. Everything else is shown by what is in it. */
const TAGS: Record<string, string> = {
  p: 'p',
  div: 'div',
  span: 'span',
  b: 'b',
  strong: 'b',
  i: 'i',
  em: 'i',
  u: 'u',
  s: 's',
  del: 's',
  code: 'code',
  blockquote: 'blockquote',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  h1: 'b',
  h2: 'b',
  h3: 'b',
};
const MOST_DEPTH = 12;
const MOST_NODES = 2_000;
const MOST_PIXELS = 20_000;

interface Props {
  nodes: readonly unknown[];
  /** Of a message on its way: its pictures are `file:0`, `file:1` … until they are uploaded. */
  files?: readonly (FileRef | undefined)[];
  /** Of those who are mentioned. */
  names?: readonly string[];
  /** The one that it is the text of. */
  message?: Message;
}

/** Nodes as elements from an allow-list: no attribute of theirs is taken over except a link's, a picture's and its size. */
const RichText: FunctionalComponent<Props> = (props) => {
  let left = MOST_NODES;
  const all = (nodes: unknown, depth: number): VNodeChild[] =>
    Array.isArray(nodes) && depth < MOST_DEPTH ? nodes.map((node) => one(node, depth)) : [];

  function one(node: unknown, depth: number): VNodeChild {
    if (--left < 0) return null;
    if (typeof node === 'string') return node;
    if (!isRecord(node)) return null;
    if (node.type === 'text' || typeof node.text === 'string') {
      const text = textOf(node.text) ?? textOf(node.value);
      // The links of a text that stands within others may be within a link.
      return text === undefined || depth > 0 ? text : h(RichLine, { text, names: props.names ?? [] });
    }
    const name = textOf(node.name)?.toLowerCase() ?? 'span';
    const attributes = isRecord(node.attrs) ? node.attrs : {};
    if (name === 'br') return h('br');
    if (name === 'img') return image(attributes, props);
    const children = all(node.children, depth + 1);
    if (name === 'a') return link(attributes.href, children);
    return h(Object.hasOwn(TAGS, name) ? (TAGS[name] ?? 'span') : 'span', children);
  }
  return all(props.nodes, 0);
};
RichText.props = ['nodes', 'files', 'names', 'message'];

function link(href: unknown, children: VNodeChild[]): VNode {
  const safe = safeLink(href);
  return safe === undefined
    ? h('span', children)
    : h('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, children);
}

function image(attributes: Readonly<Record<string, unknown>>, { files = [], message }: Props): VNode {
  const src = textOf(attributes.src);
  const n = /^file:(\d{1,3})$/.exec(src ?? '')?.[1];
  return h(RichImage, {
    src,
    thumb: textOf(attributes.thumb),
    file: n === undefined ? undefined : files[Number(n)],
    width: numberOf(attributes.width, MOST_PIXELS),
    height: numberOf(attributes.height, MOST_PIXELS),
    alt: textOf(attributes.alt)?.slice(0, 100) ?? '',
    message,
  });
}

export default RichText;
