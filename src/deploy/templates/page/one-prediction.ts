/** The form for one prediction: answers as one types. */
import type { Cell } from '../../../core/dataset/types';
import type { Predictor } from '../../../ml/predict/predictor';
import { rowWarnings } from '../../drift';
import type { ModelContents } from '../../model/types';
import { answerView } from './answer';
import { element } from './element';
import { PageExplainer } from './explainer';
import { fieldFor } from './field';
import { fieldProblem } from './problem-text';
import { warningText } from './warning-text';
import { whyView } from './why';

/** More inputs than this stand closer together. */
const MANY = 16;

function readsHour({ model }: ModelContents, column: string): boolean {
  return model.preprocessing.steps.some(
    (step) =>
      step.column === column &&
      step.step === 'date-parts' &&
      step.parts.some(({ part }) => part === 'hour'),
  );
}

/** @param script what this page runs, to run it in a worker too */
export function onePrediction(
  contents: ModelContents,
  predictor: Predictor,
  script: string,
): HTMLElement {
  const { manifest, preprocessing } = contents.model;
  const rmse = contents.card.evaluation?.metrics.find(({ name }) => name === 'rmse')?.value ?? null;
  const answer = answerView(manifest, rmse, manifest.conformal?.coverage ?? null);
  const why = whyView(manifest);
  const explainer = new PageExplainer(script, contents.model, predictor, (found, { output }) =>
    why.show(found, manifest.classes?.[output] ?? null),
  );
  const fields = manifest.inputs.map((input, i) =>
    fieldFor(input, i, readsHour(contents, input.name)),
  );

  function update(): void {
    const row: Record<string, Cell> = Object.fromEntries(fields.map((f) => [f.name, f.read()]));
    const prediction = predictor.predictCells(row);
    const problems = new Map(prediction.problems.map((found) => [found.input, found]));
    const warnings = new Map(rowWarnings(manifest.inputs, row).map((each) => [each.input, each]));
    const notes: string[] = [];
    fields.forEach((field, i) => {
      const found = problems.get(field.name);
      const named =
        found && field.isUnreadable() ? { ...found, problem: 'wrong-type' as const } : found;
      const warning = warnings.get(field.name);
      const strange = warning ? warningText(manifest.inputs[i]!, warning) : null;
      const text = named ? fieldProblem(preprocessing, named) : strange;
      field.say(text);
      if (text) notes.push(`${field.name} ${text}.`);
    });
    answer.show(prediction, notes);
    why.fade();
    explainer.ask({ row, output: manifest.classes?.indexOf(String(prediction.answer)) ?? 0 });
  }

  const form = element(
    'form',
    {
      class: fields.length > MANY ? 'card fields many' : 'card fields',
      'aria-label': 'Inputs',
      autocomplete: 'off',
    },
    ...fields.map(({ root }) => root),
  );
  form.addEventListener('input', update);
  form.addEventListener('submit', (event) => event.preventDefault());
  update();
  return element(
    'section',
    { 'aria-labelledby': 'one-title' },
    element('h2', { id: 'one-title' }, 'One prediction'),
    element(
      'div',
      { class: fields.length > MANY ? 'predict' : 'predict short' },
      form,
      element('div', { class: 'beside' }, answer.root, why.root),
    ),
  );
}
