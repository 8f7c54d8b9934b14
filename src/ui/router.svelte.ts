/** The address after `#` as a route. Hash routing works on any static host, in any folder, from any tab. */

export type Route =
  | { screen: 'home' }
  | { screen: 'import' }
  | { screen: 'data' }
  | { screen: 'dataset'; id: string }
  | { screen: 'learn'; dataset: string; from: string | null }
  | { screen: 'tasks' }
  | { screen: 'task'; id: string }
  | { screen: 'runs'; task: string | null }
  | { screen: 'run'; id: string }
  | { screen: 'compare'; runs: string[] }
  | { screen: 'studies' }
  /** `trial`: the number of the one that is looked at. */
  | { screen: 'study'; id: string; trial: number | null }
  | { screen: 'models' }
  | { screen: 'import-model' }
  | { screen: 'model'; id: string }
  | { screen: 'workspace' }
  | { screen: 'notebooks' }
  /** `app`: code is hidden. `version`: compared with another; '' where the panel is open and none is chosen. */
  | { screen: 'notebook'; id: string; app: boolean; version: string | null }
  | { screen: 'sample-notebook'; cells: number | null; app: boolean; version: string | null }
  | { screen: 'components' }
  | { screen: 'sample-notebooks'; empty: boolean }
  | { screen: 'unknown'; path: string };

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const query = new URLSearchParams(search);
  const [first = '', second = ''] = path.split('/').map(decodeURIComponent);
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'components':
      if (second === 'notebooks') {
        return { screen: 'sample-notebooks', empty: query.has('empty') };
      }
      return second === 'notebook'
        ? {
            screen: 'sample-notebook',
            cells: Number(query.get('cells')) || null,
            ...notebookView(query),
          }
        : { screen: first };
    case 'notebooks':
      return second
        ? { screen: 'notebook', id: second, ...notebookView(query) }
        : { screen: first };
    case 'import':
    case 'import-model':
    case 'workspace':
    case 'tasks':
      return first === 'tasks' && second ? { screen: 'task', id: second } : { screen: first };
    case 'data':
      return second ? { screen: 'dataset', id: second } : { screen: 'data' };
    case 'learn':
      return { screen: 'learn', dataset: second, from: query.get('from') };
    case 'runs':
      return second ? { screen: 'run', id: second } : { screen: 'runs', task: query.get('task') };
    case 'studies':
      return second
        ? { screen: 'study', id: second, trial: trialOf(query.get('trial')) }
        : { screen: first };
    case 'compare':
      return { screen: 'compare', runs: second.split(',').filter(Boolean) };
    case 'models':
      return second ? { screen: 'model', id: second } : { screen: 'models' };
    default:
      return { screen: 'unknown', path };
  }
}

function trialOf(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function notebookView(query: URLSearchParams): { app: boolean; version: string | null } {
  return { app: query.get('app') === '1', version: query.get('version') };
}

/** How an open notebook is looked at, as the end of its address. */
export function notebookQuery(app: boolean, version: string | null): string {
  const query = new URLSearchParams();
  if (app) query.set('app', '1');
  if (version !== null) query.set('version', version);
  const text = query.toString();
  return text && `?${text}`;
}

/** Routes with the same key are the same screen, looked at in another way: it stays. */
export function screenKey(route: Route): string {
  switch (route.screen) {
    case 'notebook':
    case 'sample-notebook':
      return JSON.stringify({ ...route, app: false, version: null });
    case 'study':
      return JSON.stringify({ ...route, trial: null });
    default:
      return JSON.stringify(route);
  }
}

export class Router {
  #route = $state.raw<Route>({ screen: 'home' });
  #stop: () => void;

  constructor(private readonly view: Window = window) {
    this.#route = parseRoute(view.location.hash);
    const follow = () => {
      this.#route = parseRoute(view.location.hash);
      view.document.querySelector('main')?.scrollTo(0, 0);
    };
    view.addEventListener('hashchange', follow);
    this.#stop = () => view.removeEventListener('hashchange', follow);
  }

  get route(): Route {
    return this.#route;
  }

  /** `path` as in `data/<id>`. */
  go(path: string): void {
    this.view.location.hash = `#/${path}`;
  }

  close(): void {
    this.#stop();
  }
}
