/** The editor in the program's colours: all of them are tokens, so light and dark follow by themselves. */
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags as t } from '@lezer/highlight';

export const highlighting = HighlightStyle.define([
  { tag: [t.keyword, t.self, t.bool, t.null, t.atom], color: 'var(--code-keyword)' },
  { tag: [t.string, t.special(t.string), t.regexp, t.number], color: 'var(--code-string)' },
  {
    tag: [t.function(t.variableName), t.function(t.propertyName)],
    color: 'var(--code-function)',
  },
  { tag: [t.typeName, t.className, t.namespace], color: 'var(--code-type)' },
  { tag: [t.comment, t.meta], color: 'var(--faint)', fontStyle: 'italic' },
  { tag: t.heading, fontWeight: '600' },
  { tag: t.strong, fontWeight: '600' },
  { tag: t.emphasis, fontStyle: 'italic' },
  { tag: [t.link, t.url], color: 'var(--code-function)' },
  { tag: [t.processingInstruction, t.monospace], color: 'var(--muted)' },
]);

const popup = {
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius)',
  backgroundColor: 'var(--surface)',
  boxShadow: 'var(--shadow)',
};

export const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'inherit', font: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '1.5px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    {
      backgroundColor: 'var(--accent-weak)',
    },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--edge)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--sunken)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-weak)' },
  '.cm-searchMatch-selected': { outline: '1px solid var(--warn)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-tooltip': popup,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: '12.5px/1.5 var(--mono)', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-weak)',
    color: 'var(--text)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionIcon': { color: 'var(--faint)', opacity: '1' },
  '.cm-tooltip.cm-completionInfo': { ...popup, padding: '8px 12px', maxWidth: 'min(420px, 80vw)' },
  '.cm-tooltip-lint': { padding: '2px 0' },
  '.cm-diagnostic': { padding: '3px 10px', borderLeft: '2px solid var(--bad)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'inherit' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { font: '12.5px var(--ui)' },
  '.cm-panel.cm-search label': { fontSize: 'inherit' },
  '.cm-textfield': {
    border: '1px solid var(--edge)',
    borderRadius: '4px',
    backgroundColor: 'var(--surface)',
  },
  '.cm-button': {
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    background: 'var(--surface)',
  },
});
