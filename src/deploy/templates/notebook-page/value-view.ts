/** A value to look into, as far as it had been looked into. Opens and closes without any script. */
import { element } from '../page/element';
import { countOf, groupDigits } from '../page/number-text';
import type { PageValue } from '../../notebook-page/types';

const LONGEST = 90;

type Leaf = Extract<PageValue, { type: 'leaf' }>;
type Tree = Extract<PageValue, { type: 'tree' }>;

function leafText({ of, text }: Leaf): string {
  return of === 'string' ? JSON.stringify(text) : text;
}

const counted = ({ of, size }: Tree) => `${of} (${groupDigits(String(size))})`;

/** `Array (3) [1, 2, 3]`, `{a: 1, b: …}`: as much as fits one line. */
function previewText(value: Tree): string {
  const isList = /^(Array|Set|.*Array)$/.test(value.of);
  const parts: string[] = [];
  let length = 0;
  for (const { key, value: each } of value.entries) {
    const text = each.type === 'leaf' ? leafText(each) : counted(each);
    const part = isList ? text : `${key}: ${text}`;
    length += part.length + 2;
    if (length > LONGEST) break;
    parts.push(part);
  }
  if (parts.length < value.size) parts.push('…');
  const inside = parts.join(', ');
  if (isList) return `${counted(value)} [${inside}]`;
  return value.of === 'Object' ? `{${inside}}` : `${value.of} {${inside}}`;
}

function nodeView(value: PageValue, name: string | null): HTMLElement {
  const label = name === null ? null : element('span', {}, `${name}: `);
  if (value.type === 'leaf') {
    const more = value.more > 0 ? ` … ${countOf(value.more, 'more character')}` : '';
    return element(
      'span',
      { class: 'leaf' },
      label,
      element('span', { class: `of-${value.of}` }, leafText(value)),
      more ? element('span', { class: 'muted' }, more) : null,
    );
  }
  const preview = element('span', { class: 'muted' }, previewText(value));
  if (value.entries.length === 0) return element('span', { class: 'leaf' }, label, preview);
  const left = value.size - value.entries.length;
  return element(
    'details',
    {},
    element('summary', {}, label, preview),
    element(
      'ul',
      {},
      ...value.entries.map((entry) => element('li', {}, nodeView(entry.value, entry.key))),
      left > 0
        ? element(
            'li',
            { class: 'muted' },
            `${groupDigits(String(left))} more, which did not come along`,
          )
        : null,
    ),
  );
}

export function valueView(value: PageValue): HTMLElement {
  return element('div', { class: 'value' }, nodeView(value, null));
}
