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
  | { screen: 'models' }
  | { screen: 'model'; id: string }
  | { screen: 'workspace' }
  | { screen: 'components' }
  | { screen: 'unknown'; path: string };

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const query = new URLSearchParams(search);
  const [first = '', second = ''] = path.split('/').map(decodeURIComponent);
  switch (first) {
    case '':
      return { screen: 'home' };
    case 'import':
    case 'workspace':
    case 'components':
    case 'tasks':
      return first === 'tasks' && second ? { screen: 'task', id: second } : { screen: first };
    case 'data':
      return second ? { screen: 'dataset', id: second } : { screen: 'data' };
    case 'learn':
      return { screen: 'learn', dataset: second, from: query.get('from') };
    case 'runs':
      return second ? { screen: 'run', id: second } : { screen: 'runs', task: query.get('task') };
    case 'compare':
      return { screen: 'compare', runs: second.split(',').filter(Boolean) };
    case 'models':
      return second ? { screen: 'model', id: second } : { screen: 'models' };
    default:
      return { screen: 'unknown', path };
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
