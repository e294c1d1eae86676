import { type FunctionalComponent, h, type VNode, type VNodeChild } from 'vue';
import { safeLink, safeMedia } from '../../session/safe-url';
import { isRecord, numberOf, textOf } from './record';
import { boxOf } from './read-body';

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

/** Nodes as elements from an allow-list: no attribute of theirs is taken over except a link's, a picture's and its size. */
const RichText: FunctionalComponent<{ nodes: readonly unknown[] }> = (props) => {
  let left = MOST_NODES;
  const all = (nodes: unknown, depth: number): VNodeChild[] =>
    Array.isArray(nodes) && depth < MOST_DEPTH ? nodes.map((node) => one(node, depth)) : [];

  function one(node: unknown, depth: number): VNodeChild {
    if (--left < 0) return null;
    if (typeof node === 'string') return node;
    if (!isRecord(node)) return null;
    if (node.type === 'text' || typeof node.text === 'string') return textOf(node.text) ?? textOf(node.value) ?? null;
    const name = textOf(node.name)?.toLowerCase() ?? 'span';
    const attributes = isRecord(node.attrs) ? node.attrs : {};
    if (name === 'br') return h('br');
    if (name === 'img') return image(attributes);
    const children = all(node.children, depth + 1);
    if (name === 'a') return link(attributes.href, children);
    return h(Object.hasOwn(TAGS, name) ? (TAGS[name] ?? 'span') : 'span', children);
  }
  return all(props.nodes, 0);
};
RichText.props = ['nodes'];

function link(href: unknown, children: VNodeChild[]): VNode {
  const safe = safeLink(href);
  return safe === undefined
    ? h('span', children)
    : h('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, children);
}

function image(attributes: Readonly<Record<string, unknown>>): VNode | string {
  const src = safeMedia(attributes.src);
  if (src === undefined) return `[${textOf(attributes.alt)?.slice(0, 100) ?? '…'}]`;
  return h('img', {
    src,
    alt: textOf(attributes.alt) ?? '',
    loading: 'lazy',
    ...boxOf(numberOf(attributes.width), numberOf(attributes.height)),
  });
}

export default RichText;
