import { isRecord, textOf } from './record';

const MOST_DEPTH = 12;

/** The texts of a rich text, without pictures and form. */
export function plainOf(nodes: readonly unknown[], depth = 0): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if (!isRecord(node)) return '';
      const text = textOf(node.text) ?? textOf(node.value);
      if (text !== undefined) return text;
      return Array.isArray(node.children) && depth < MOST_DEPTH ? plainOf(node.children, depth + 1) : '';
    })
    .filter((text) => text !== '')
    .join(depth === 0 ? '\n' : '');
}
