/** Markup as text into a tree. It is parsed where nothing runs or loads, looked at, and cleaned by the rules. */
import { cleanTree, type MarkupNode } from '../../../core/markup/markup-tree';
import { withoutReports } from '../../../core/markup/without-reports';

function childrenOf(parent: Node): MarkupNode[] {
  return [...parent.childNodes].flatMap((node): MarkupNode[] => {
    if (node.nodeType === 3) return [node.nodeValue ?? ''];
    if (node.nodeType !== 1) return [];
    const { localName, attributes } = node as Element;
    const named = [...attributes].map(({ name, value }) => [name, value] as const);
    return [[localName, Object.fromEntries(named), ...childrenOf(node)]];
  });
}

/** Of nodes that were parsed and sanitised already. */
export function treeOf(parent: Node): MarkupNode[] {
  return cleanTree(childrenOf(parent));
}

export function parseMarkup(markup: string): MarkupNode[] {
  return treeOf(new DOMParser().parseFromString(withoutReports(markup), 'text/html').body);
}
