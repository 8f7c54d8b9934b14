/**
 * Markup from a cell, or from a text cell, made harmless. It is parsed and cleaned by DOMPurify under the rules
 * of core/markup/markup-rules.ts, and answered as nodes: what was looked at is what is shown, with no second parsing.
 */
import createDOMPurify from 'dompurify';
import type { DOMPurify } from 'dompurify';
import { ATTRIBUTES, cleanAttribute, TAGS } from '../../../core/markup/markup-rules';
import { withoutReports } from '../../../core/markup/without-reports';

let purifier: DOMPurify | undefined;

function purify(): DOMPurify {
  if (purifier) return purifier;
  const made = createDOMPurify(window);
  made.addHook('uponSanitizeAttribute', (node, data) => {
    const clean = cleanAttribute(
      node.nodeName.toLowerCase(),
      data.attrName.toLowerCase(),
      data.attrValue,
    );
    if (clean === null) data.keepAttr = false;
    else data.attrValue = clean;
  });
  purifier = made;
  return made;
}

/** For a shadow root: ids and classes in it must not meet those of the program. */
export function safeFragment(markup: string): DocumentFragment {
  const fragment = purify().sanitize(withoutReports(markup), {
    ALLOWED_TAGS: [...TAGS],
    ALLOWED_ATTR: [...ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: true,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  for (const picture of fragment.querySelectorAll('img:not([src]), image:not([href], [*|href])')) {
    const said = picture.getAttribute('alt');
    picture.replaceWith(`[picture left out${said ? `: ${said}` : ''}]`);
  }
  for (const picture of fragment.querySelectorAll('svg')) name(picture);
  return fragment;
}

/** A picture is one thing with one name for a screen reader. */
function name(picture: SVGElement): void {
  if (picture.parentElement?.closest('svg')) return;
  for (const part of picture.querySelectorAll('*')) {
    for (const { name } of [...part.attributes]) {
      if (name === 'role' || name.startsWith('aria-')) part.removeAttribute(name);
    }
  }
  picture.setAttribute('role', 'img');
  if (picture.hasAttribute('aria-label')) return;
  const title = picture.querySelector('title')?.textContent?.trim();
  picture.setAttribute('aria-label', title || 'Chart');
}

/** The sanitised picture as a file of its own. */
export function svgFile(markup: string): string | null {
  const picture = safeFragment(markup).querySelector('svg');
  if (!picture) return null;
  picture.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(picture);
}
