/** What one cell shows. Drawn again, only what differs is replaced: an input that is being moved stays in its hand. */
import { element } from '../page/element';
import type {
  ControlSetting,
  PageBlock,
  PageControl,
  PageFailure,
  PageOutput,
} from '../../notebook-page/types';
import { controlView, settingText, settingView, type ControlView } from './control-view';
import { outputView } from './output-view';
import { same } from './same';

type Shown = Omit<Extract<PageBlock, { type: 'result' }>, 'type' | 'cell'>;

interface Drawn {
  output: PageOutput;
  root: Node;
  control: ControlView | null;
}

function isSameControl(a: PageControl, b: PageControl): boolean {
  return same({ ...a, value: null }, { ...b, value: null });
}

export class ResultView {
  readonly root = element('section', { class: 'result' });
  readonly #outputs = element('div', { class: 'outputs' });
  readonly #notes = element('div', { class: 'notes' });
  #drawn: Drawn[] = [];
  #failure: PageFailure | null = null;

  /** @param onset null where the cell's inputs are only shown */
  constructor(private readonly onset: ((index: number, value: ControlSetting) => void) | null) {
    this.root.append(this.#outputs, this.#notes);
  }

  show({ outputs, failure, isOld }: Shown): void {
    const drawn = outputs.map((output, i) => this.#next(this.#drawn[i], output));
    const roots = drawn.map(({ root }) => root);
    const before = [...this.#outputs.childNodes];
    if (roots.length !== before.length || roots.some((root, i) => root !== before[i])) {
      this.#put(roots, before);
    }
    this.#drawn = drawn;
    this.#failure = failure;
    this.old(isOld);
    this.root.hidden = outputs.length === 0 && !failure;
  }

  /** What it shows is not of what it depends on now. */
  old(isOld: boolean): void {
    const failure = this.#failure;
    this.#notes.replaceChildren(
      ...(failure ? [failureView(failure.name, failure.message)] : []),
      ...(isOld
        ? [element('p', { class: 'old' }, 'From before something that it depends on was changed.')]
        : []),
    );
  }

  /** While it is computed anew. */
  busy(isBusy: boolean): void {
    this.root.classList.toggle('busy', isBusy);
    this.root.setAttribute('aria-busy', String(isBusy));
  }

  #put(roots: Node[], before: Node[]): void {
    for (const node of before) if (!roots.includes(node)) node.parentNode?.removeChild(node);
    roots.forEach((root, i) => {
      const there = this.#outputs.childNodes[i] ?? null;
      if (there !== root) this.#outputs.insertBefore(root, there);
    });
  }

  #next(before: Drawn | undefined, output: PageOutput): Drawn {
    if (before && same(before.output, output)) return before;
    if (output.type !== 'control') return { output, root: outputView(output), control: null };
    const { index, control } = output;
    if (!this.onset) {
      const root = settingView(control.label, settingText(control));
      return { output, root, control: null };
    }
    if (
      before?.control &&
      before.output.type === 'control' &&
      isSameControl(before.output.control, control)
    ) {
      before.control.set(control.value);
      return { ...before, output };
    }
    const { onset } = this;
    const view = controlView(control, (value) => onset(index, value));
    return { output, root: view.root, control: view };
  }
}

function failureView(name: string, message: string): HTMLElement {
  return element(
    'div',
    { class: 'failure', role: 'group', 'aria-label': 'Failure' },
    element('p', {}, element('b', {}, name), message ? `: ${message}` : null),
    element('p', {}, 'The code of this result ended early. Who wrote it can see where.'),
  );
}
