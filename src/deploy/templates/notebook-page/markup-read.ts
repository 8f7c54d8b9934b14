/** Markup as text into a tree. It is parsed where nothing runs or loads, looked at, and cleaned by the rules. */
import { cleanTree, type MarkupNode } from '../../../core/markup/markup-tree';
import { withoutReports } from '../../../core/markup/without-reports';

const SET_ASIDE = 'data-loam-style';

/**
 * The page's policy refuses styles that stand in markup, and a browser reports each one that it parses, though
 * nothing parsed here counts. The attribute goes by another name until the rules have judged it.
 */
export function styleSetAside(markup: string): string {
  const tags = /<\/?[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
  return markup.replaceAll(tags, (tag) =>
    tag
      .replace(/^(<\/?)style\b/i, '$1x-style')
      .replaceAll(/"[^"]*"|'[^']*'|(?<=[\s/"'])style(?=\s*=)/gi, (part) =>
        /^["']/.test(part) ? part : SET_ASIDE,
      ),
  );
}

function childrenOf(parent: Node): MarkupNode[] {
  return [...parent.childNodes].flatMap((node): MarkupNode[] => {
    if (node.nodeType === 3) return [node.nodeValue ?? ''];
    if (node.nodeType !== 1) return [];
    const { localName, attributes } = node as Element;
    if (localName === 'x-style') return [];
    const named = [...attributes].map(
      ({ name, value }) => [name === SET_ASIDE ? 'style' : name, value] as const,
    );
    return [[localName, Object.fromEntries(named), ...childrenOf(node)]];
  });
}

/** Of nodes that were parsed and sanitised already. */
export function treeOf(parent: Node): MarkupNode[] {
  return cleanTree(childrenOf(parent));
}

export function parseMarkup(markup: string): MarkupNode[] {
  const quiet = styleSetAside(withoutReports(markup));
  return treeOf(new DOMParser().parseFromString(quiet, 'text/html').body);
}
