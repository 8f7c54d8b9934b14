import type { NameDoc } from '../../../app/notebook/shelf-types';

/** What completion says about one name: signature, meaning, example. */
export function docCard({ signature, text, example }: NameDoc): HTMLElement {
  const card = document.createElement('div');
  card.className = 'loam-doc';
  for (const [tag, content] of [
    ['code', signature],
    ['p', text],
    ['pre', example],
  ] as const) {
    if (!content) continue;
    const part = document.createElement(tag);
    part.textContent = content;
    card.append(part);
  }
  return card;
}
