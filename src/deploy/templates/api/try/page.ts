/** The page to try a server: a form made of its card, an answer, and the same request for a terminal. */
interface Input {
  name: string;
  type: string;
  categories: string[] | null;
  labels: [string, string] | null;
  quantiles: number[] | null;
}
interface Served {
  name: string;
  version: number;
  predicts: string;
  inputs: Input[];
}
interface Answer {
  model: string;
  version: number;
  answer: string | number | null;
  probabilities: Record<string, number> | null;
  low?: number | null;
  high?: number | null;
  set?: string[];
  problems: { input: string; problem: string; value: string | null }[];
}

function element<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text: string | null,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  if (text !== null) made.textContent = text;
  return made;
}

const message = element('message');
const fields = element('fields');
const keyField = element<HTMLInputElement>('key');
const versionField = element<HTMLSelectElement>('version');
let served: Served[] = [];

function headers(): Record<string, string> {
  const key = keyField.value.trim();
  return key === '' ? {} : { authorization: `Bearer ${key}` };
}

function exampleOf({ type, categories, labels, quantiles }: Input): string {
  if (labels) return labels[1];
  if (categories) return categories[0] ?? '';
  const middle = quantiles?.[2];
  if (middle === undefined) return '';
  return type === 'datetime' ? new Date(middle).toISOString().slice(0, 10) : String(middle);
}

function fieldOf(input: Input, at: number): HTMLElement {
  const id = `input-${at}`;
  const row = make('div', null, { className: 'field' });
  const field = make('input', null, { id, value: exampleOf(input), autocomplete: 'off' });
  field.dataset.input = String(at);
  row.append(make('label', input.name, { htmlFor: id }), field);
  const values = input.labels ?? input.categories;
  if (values) {
    const list = make('datalist', null, { id: `${id}-values` });
    list.append(...values.map((value) => make('option', null, { value })));
    field.setAttribute('list', list.id);
    row.append(list);
  }
  return row;
}

function chosen(): Served | undefined {
  return served.find(({ version }) => String(version) === versionField.value) ?? served[0];
}

function showFields(): void {
  fields.replaceChildren(...(chosen()?.inputs.map(fieldOf) ?? []));
}

/** Numbers as numbers, the rest as text; an empty field is left out. */
function row(): Record<string, string | number> {
  const { inputs } = chosen()!;
  const entries = inputs.flatMap(({ name, type }, at): [string, string | number][] => {
    const text = element<HTMLInputElement>(`input-${at}`).value.trim();
    if (text === '') return [];
    const isNumber = (type === 'number' || type === 'integer') && Number.isFinite(Number(text));
    return [[name, isNumber ? Number(text) : text]];
  });
  return Object.fromEntries(entries);
}

function showAnswer({ version, answer, probabilities, low, high, set, problems }: Answer): void {
  const list = make('dl', null);
  list.append(make('dt', chosen()?.predicts ?? 'Answer'), make('dd', String(answer)));
  for (const [label, share] of Object.entries(probabilities ?? {})) {
    list.append(make('dt', label), make('dd', `${(share * 100).toFixed(1)} %`));
  }
  if (low !== undefined && high !== undefined) {
    list.append(make('dt', 'Between'), make('dd', `${low} and ${high}`));
  }
  if (set) list.append(make('dt', 'Among'), make('dd', set.join(', ')));
  list.append(make('dt', 'Version'), make('dd', String(version)));
  const notes = problems.map(({ input, problem, value }) =>
    make('li', `${input}: ${problem}${value === null ? '' : ` (${value})`}`),
  );
  const answers = [list as HTMLElement];
  if (notes.length > 0) {
    const found = make('ul', null);
    found.append(...notes);
    answers.push(make('p', 'A default stood in for:'), found);
  }
  element('answer').replaceChildren(...answers);
}

/** For a shell: single quotes, and those inside of the text written by themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

async function failure(response: Response): Promise<string> {
  if (response.status === 401) return 'This server wants a key. Write it above, and try again.';
  const body = (await response.json().catch(() => null)) as { error?: string } | null;
  return `${response.status}: ${body?.error ?? 'no reason was given'}`;
}

async function loadCard(): Promise<void> {
  message.textContent = 'Loading the card…';
  const response = await fetch('/', { headers: { accept: 'application/json', ...headers() } });
  if (!response.ok) {
    message.textContent = await failure(response);
    return;
  }
  const card = (await response.json()) as { models: Served[] };
  served = card.models;
  const title = `Try ${served[0]!.name}`;
  document.title = title;
  element('title').textContent = title;
  versionField.replaceChildren(
    make('option', 'as released', { value: '' }),
    ...served.map(({ version }) => make('option', String(version), { value: String(version) })),
  );
  showFields();
  message.textContent = '';
}

async function predict(): Promise<void> {
  if (served.length === 0) return loadCard();
  const version = versionField.value;
  const path = version === '' ? '/predict' : `/predict?version=${encodeURIComponent(version)}`;
  const body = JSON.stringify(row());
  const key = keyField.value.trim() === '' ? '' : " -H 'Authorization: Bearer YOUR-KEY'";
  element('request').textContent =
    `curl ${quoted(location.origin + path)} -H 'Content-Type: application/json'${key} -d ${quoted(body)}`;
  const sent = { 'content-type': 'application/json', ...headers() };
  const response = await fetch(path, { method: 'POST', headers: sent, body });
  if (!response.ok) {
    element('answer').replaceChildren();
    message.textContent = await failure(response);
    return;
  }
  message.textContent = '';
  showAnswer((await response.json()) as Answer);
}

function attempt(work: () => Promise<void>): void {
  work().catch(() => {
    message.textContent = 'The server could not be reached.';
  });
}

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(predict);
});
versionField.addEventListener('change', showFields);
keyField.addEventListener('change', () => {
  if (served.length === 0) attempt(loadCard);
});
attempt(loadCard);

export {};
