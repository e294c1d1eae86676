import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const LANGUAGES = { bash, cpp, css, go, java, javascript, json, python, rust, sql, xml, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** A piece of code, and the class of its colour. */
export interface Piece {
  readonly text: string;
  readonly kind: string;
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };
const PARTS = /<span class="(hljs-[\w-]+)[\w -]*">|<\/span>|&(?:amp|lt|gt|quot|#x27);|[^<&]+|[<&]/g;

/** Colours code. The library's output is HTML; it is read here as text, and knows one element and five entities. */
export function highlight(code: string): Piece[] {
  const open: string[] = [];
  const pieces: Piece[] = [];
  for (const [part, opened] of hljs.highlightAuto(code).value.matchAll(PARTS)) {
    if (opened !== undefined) open.push(opened);
    else if (part === '</span>') open.pop();
    else {
      const text = ENTITIES[part] ?? part;
      const kind = open.at(-1) ?? '';
      const last = pieces.at(-1);
      if (last?.kind === kind) pieces[pieces.length - 1] = { text: last.text + text, kind };
      else pieces.push({ text, kind });
    }
  }
  return pieces;
}
