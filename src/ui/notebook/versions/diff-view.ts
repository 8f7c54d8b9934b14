/** Two texts side by side, one under another where there is no room; loaded where versions are compared. */
import { javascript } from '@codemirror/lang-javascript';
import { syntaxHighlighting } from '@codemirror/language';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { highlighting, theme } from '../editor/editor-theme';

/** Narrower than this, in pixels, two columns cannot be read. */
const TWO_COLUMNS = 560;

const colours = EditorView.theme({
  '.cm-content': { padding: '6px 0' },
  '.cm-line': { padding: '0 8px' },
  '.cm-gutters': { border: '0', background: 'transparent' },
  '.cm-deletedLineGutter, &.cm-merge-a .cm-changedLineGutter': { background: 'var(--bad)' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter': { background: 'var(--good)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--bad-weak)' },
  '&.cm-merge-b .cm-changedLine, .cm-changedLine, .cm-insertedLine': {
    backgroundColor: 'var(--good-weak)',
  },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'underline 2px var(--bad)',
  },
  '&.cm-merge-b .cm-changedText, .cm-changedText': {
    background: 'none',
    textDecoration: 'underline 2px var(--good)',
  },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--muted)',
    font: '12px var(--ui)',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
});

function readOnly(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    javascript({ typescript: true }),
    syntaxHighlighting(highlighting),
    colours,
    theme,
  ];
}

/** @returns takes it away */
export function showDiff(parent: HTMLElement, before: string, after: string): () => void {
  const collapseUnchanged = { margin: 2, minSize: 4 };
  if (parent.clientWidth < TWO_COLUMNS) {
    const view = new EditorView({
      parent,
      doc: after,
      extensions: [
        readOnly('Changes'),
        unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged }),
      ],
    });
    return () => view.destroy();
  }
  const view = new MergeView({
    parent,
    a: { doc: before, extensions: readOnly('Before') },
    b: { doc: after, extensions: readOnly('After') },
    collapseUnchanged,
  });
  return () => view.destroy();
}
