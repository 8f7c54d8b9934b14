/**
 * Markup of cells and texts. It comes as a tree, is cleaned once more, and is made node by node: nothing is parsed.
 * It stands in a shadow root, where it cannot reach, cover or restyle the page.
 */
import { MARKUP_CSS } from '../../../core/markup/markup-css';
import { cleanTree, type MarkupNode } from '../../../core/markup/markup-tree';
import { element } from '../page/element';

const SVG = 'http://www.w3.org/2000/svg';
const XLINK = 'http://www.w3.org/1999/xlink';

let sheet: CSSStyleSheet | undefined;

function markupSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(MARKUP_CSS);
  }
  return sheet;
}

function nodeOf(node: MarkupNode, inPicture: boolean): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const isPicture = inPicture || tag === 'svg';
  const made: HTMLElement | SVGElement = isPicture
    ? (document.createElementNS(SVG, tag) as SVGElement)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    // A picture has one name; its parts have none.
    if (inPicture && /^(role$|aria-)/.test(name)) continue;
    // The policy refuses the attribute; the same declarations, set one by one, are no markup.
    if (name === 'style') made.style.cssText = value;
    else if (name.startsWith('xlink:')) made.setAttributeNS(XLINK, name, value);
    else if (!name.startsWith('xmlns')) made.setAttribute(name, value);
  }
  if (tag === 'a') {
    made.setAttribute('target', '_blank');
    made.setAttribute('rel', 'noopener noreferrer');
  }
  made.append(...children.map((child) => nodeOf(child, isPicture)));
  if (tag === 'svg' && !inPicture) nameIt(made);
  return made;
}

/** A picture is one thing with one name for a screen reader. */
function nameIt(picture: Element): void {
  picture.setAttribute('role', 'img');
  if (picture.hasAttribute('aria-label')) return;
  const title = picture.querySelector('title')?.textContent?.trim();
  picture.setAttribute('aria-label', title || 'Chart');
}

export function markupView(nodes: readonly MarkupNode[]): HTMLElement {
  const host = element('div', { class: 'markup' });
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [markupSheet()];
  root.append(...cleanTree(nodes).map((node) => nodeOf(node, false)));
  return host;
}
