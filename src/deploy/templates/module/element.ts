/** The package's `element.js`: `<loam-predict>`, a form for one row, and the answer to it as one types. */
import type { Cell } from '../../../core/dataset/types';
import type { InputRow, RowAnswer, RowProblem } from '../../runtime/answer-rows';
import { answerView, type AnswerView } from '../page/answer';
import { element } from '../page/element';
import { fieldFor, type Field } from '../page/field';
import { style } from './element-style';
import type * as Model from './index';

/** Detail of `loam-answer`. */
export interface Answered {
  row: InputRow;
  answer: RowAnswer;
}

const WORDS: Record<RowProblem['problem'], string> = {
  absent: 'is not there',
  missing: 'is missing',
  unseen: 'was never seen in training',
  'wrong-type': 'cannot be read',
};

// Where there is no DOM, as on a server that renders pages, the class is made and never used.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

export class LoamPredict extends Base {
  #fields: Field[] = [];
  #asked = 0;
  #answer: Answered | null = null;

  /** The row in the form, and the answer to it; null before the first. */
  get answered(): Answered | null {
    return this.#answer;
  }

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    void this.#open(root);
  }

  /** Imported here, not above: a package that cannot even be opened says so on the page too. */
  async #open(root: ShadowRoot): Promise<void> {
    const alert = element('p', { role: 'alert', class: 'bad', hidden: true });
    root.append(alert);
    try {
      const model = await import('./index');
      root.prepend(...this.#form(model, alert));
    } catch (error) {
      this.#fail(error, alert);
    }
  }

  #form(model: typeof Model, alert: HTMLElement): HTMLElement[] {
    const { classes, coverage, inputs, target } = model;
    this.#fields = inputs.map((input, i) => fieldFor(input, i, input.type === 'datetime'));
    const shown = { target, classes: classes && [...classes], threshold: null };
    const view = answerView(shown, null, coverage);
    const form = element(
      'form',
      { 'aria-label': `Inputs to predict ${target}`, autocomplete: 'off' },
      ...this.#fields.map((field) => field.root),
    );
    const ask = () => void this.#ask(model, view, alert);
    form.addEventListener('input', ask);
    form.addEventListener('submit', (event) => event.preventDefault());
    ask();
    return [form, view.root];
  }

  async #ask(model: typeof Model, view: AnswerView, alert: HTMLElement): Promise<void> {
    const turn = ++this.#asked;
    const row: Record<string, Cell> = Object.fromEntries(
      this.#fields.map((field) => [field.name, field.read()]),
    );
    try {
      const answer = await model.predictOne(row);
      if (turn !== this.#asked) return;
      alert.hidden = true;
      this.#show(model, view, answer);
      this.#answer = { row, answer };
      this.#tell('loam-answer', this.#answer);
    } catch (error) {
      this.#fail(error, alert);
    }
  }

  #show(
    { classes }: typeof Model,
    view: AnswerView,
    { answer, probabilities, low, high, set, problems }: RowAnswer,
  ) {
    const notes: string[] = [];
    for (const field of this.#fields) {
      const found = problems.find(({ input }) => input === field.name);
      const problem = found && field.isUnreadable() ? 'wrong-type' : found?.problem;
      field.say(problem ? WORDS[problem] : null);
      if (problem) notes.push(`${field.name} ${WORDS[problem]}: the model takes its default.`);
    }
    const shares = probabilities && classes!.map((label) => probabilities[label]!);
    const interval = low === undefined || high === undefined ? null : { low, high };
    view.show({ answer, probabilities: shares, interval, set: set ?? null }, notes);
  }

  #fail(error: unknown, alert: HTMLElement): void {
    const message = error instanceof Error ? error.message : String(error);
    alert.textContent = message;
    alert.hidden = false;
    this.#tell('loam-error', { message });
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** Under another name, where a page has several models. */
export function define(name: string): void {
  customElements.define(name, class extends LoamPredict {});
}

if (globalThis.customElements && !customElements.get('loam-predict')) {
  customElements.define('loam-predict', LoamPredict);
}
