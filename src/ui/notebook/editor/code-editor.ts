/**
 * The editor of one cell, bound to its live text. This module is the only door to CodeMirror and is loaded when the
 * first cell comes into view. Undo is the notebook's, so that typing and moving cells are one history.
 */
import {
  autocompletion,
  closeCompletion,
  completionStatus,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, localCompletionSource } from '@codemirror/lang-javascript';
import { markdown } from '@codemirror/lang-markdown';
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  placeholder,
} from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type { Text, UndoManager } from 'yjs';
import type { NameDoc } from '../../../app/notebook/shelf-types';
import type { CellKind } from '../../../core/notebook/types';
import { suggestionsFor } from './completions';
import { docCard } from './doc-card';
import { highlighting, theme } from './editor-theme';
import type { Mark } from './marks';

export interface EditorOptions {
  parent: HTMLElement;
  text: Text;
  undo: UndoManager;
  kind: CellKind;
  /** Its name for a screen reader. */
  label: string;
  docs: readonly NameDoc[];
  /** Names of other cells, asked for at each completion. */
  names: () => readonly string[];
}

export interface CodeEditor {
  focus(): void;
  /** Puts the cursor at the start of a line, from 1, and shows it. */
  goTo(line: number): void;
  setMarks(marks: readonly Mark[]): void;
  destroy(): void;
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  const same = (one: Mark, other: Mark) =>
    one.from === other.from && one.to === other.to && one.message === other.message;
  return a.length === b.length && a.every((mark, i) => same(mark, b[i]!));
}

/** Where a name would be no name. */
const NO_NAMES = new Set(['String', 'TemplateString', 'LineComment', 'BlockComment', 'RegExp']);

/** Escape leaves the cell at once where no list of completions is seen yet. */
const forgetPending = Prec.highest(
  keymap.of([
    {
      key: 'Escape',
      run(view) {
        if (completionStatus(view.state) === 'pending') closeCompletion(view);
        return false;
      },
    },
  ]),
);

function complete({ docs, names }: EditorOptions) {
  return (context: CompletionContext): CompletionResult | null => {
    if (NO_NAMES.has(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const line = context.state.doc.lineAt(context.pos);
    const found = suggestionsFor(line.text.slice(0, context.pos - line.from), docs, names());
    if (!found || (found.replaces === 0 && !context.explicit && !context.matchBefore(/\./)))
      return null;
    return {
      from: context.pos - found.replaces,
      validFor: /^[\p{ID_Continue}$]*$/u,
      options: found.list.map(({ label, kind, doc }) => ({
        label,
        type: kind,
        boost: 1,
        ...(doc
          ? { detail: doc.signature.length < 48 ? doc.signature : '', info: () => docCard(doc) }
          : {}),
      })),
    };
  };
}

function languageOf(options: EditorOptions): Extension {
  if (options.kind === 'markdown')
    return [markdown(), EditorView.lineWrapping, placeholder('Text, as Markdown')];
  return [
    javascript({ typescript: true }),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    // A list that is still being looked up must not come up where nobody writes any more.
    EditorView.domEventHandlers({ blur: (_event, view) => void closeCompletion(view) }),
    autocompletion({ icons: true, override: [complete(options), localCompletionSource] }),
    placeholder('TypeScript. loam. completes what the library can do.'),
  ];
}

export function createEditor(options: EditorOptions): CodeEditor {
  const { parent, text, undo, label } = options;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        forgetPending,
        keymap.of([
          ...closeBracketsKeymap,
          ...yUndoManagerKeymap,
          ...searchKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        yCollab(text, null, { undoManager: undo }),
        languageOf(options),
        syntaxHighlighting(highlighting),
        highlightSpecialChars(),
        drawSelection(),
        highlightSelectionMatches(),
        search({ top: true }),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        theme,
      ],
    }),
  });
  let marks: readonly Mark[] = [];
  return {
    focus: () => view.focus(),
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    setMarks(next) {
      if (sameMarks(next, marks)) return;
      marks = next;
      const end = view.state.doc.length;
      view.dispatch(
        setDiagnostics(
          view.state,
          next.map(({ from, to, message }) => ({
            from: Math.min(from, end),
            to: Math.min(to, end),
            message,
            severity: 'error' as const,
          })),
        ),
      );
    },
    destroy: () => view.destroy(),
  };
}
