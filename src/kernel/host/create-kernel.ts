/** The kernel: one cage, replaced when it is lost; one cell at a time, in the order asked. */
import type { CompiledCell, ModuleCode } from '../protocol';
import { openFrame } from './frame';
import type { CageCode, CageState, KernelOptions, RunningKernel } from './kernel-options';
import { LiveCage } from './live-cage';
import type { RunEnd } from './types';

/** What a cell's text mentions is loaded before it; a word in a comment loads too, which only costs time. */
const mentions: [CageCode, RegExp][] = [
  ['plot', /\bplot\b/i],
  ['arquero', /\baq\b|\btable\b/],
  ['tf', /\btf\b/],
];

export function createKernel(options: KernelOptions): RunningKernel {
  const { code, verbs, onState = () => undefined } = options;
  const openCage = options.openCage ?? (() => openFrame(options.document, options.frameUrl));
  const texts = new Map<CageCode, Promise<string>>();
  const modules = new Map<string, ModuleCode>();
  let state: CageState | null = null;
  let closed = false;
  let dropped = 0;
  let nextRun = 1;
  let turn: Promise<unknown> = Promise.resolve();
  let live: Promise<LiveCage>;
  let current: LiveCage | null = null;
  let loaded = new Map<CageCode, Promise<void>>();

  function become(next: CageState): void {
    if (state === next || closed) return;
    state = next;
    onState(next);
  }

  function textOf(name: CageCode): Promise<string> {
    let text = texts.get(name);
    if (!text) {
      text = code(name);
      texts.set(name, text);
      // A failed download is tried again.
      text.catch(() => texts.delete(name));
    }
    return text;
  }

  async function open(): Promise<LiveCage> {
    become('starting');
    const [cage, runtime] = await Promise.all([openCage(), textOf('runtime')]);
    if (closed) {
      cage.remove();
      throw new Error('The kernel is closed.');
    }
    const opened = new LiveCage(cage, {
      verbs,
      dropped: () => dropped++,
      lost() {
        if (current === opened) current = null;
        become('lost');
        if (!closed) start();
      },
    });
    loaded = new Map();
    await opened.load('runtime', runtime);
    current = opened;
    for (const module of modules.values()) opened.addModule(module);
    become('ready');
    return opened;
  }

  function start(): void {
    live = open();
    // Whoever needs it hears of it; nobody may.
    live.catch(() => become('lost'));
  }

  /** The cage as it is, or another one where that did not come up. */
  async function up(): Promise<LiveCage> {
    const found = await live.catch(() => null);
    if (found && !found.dead) return found;
    if (closed) throw new Error('The kernel is closed.');
    if (!found) start();
    return live;
  }

  async function prepare(cage: LiveCage, { body }: CompiledCell): Promise<void> {
    // Modules have none of these: only the scope of a cell does.
    for (const [name, mention] of mentions) {
      if (!mention.test(body)) continue;
      let loading = loaded.get(name);
      if (!loading) {
        loading = textOf(name).then((text) => cage.load(name, text));
        loaded.set(name, loading);
        loading.catch(() => loaded.delete(name));
      }
      await loading;
    }
  }

  async function runNext(
    ...[compiled, controls, watcher, signal]: Parameters<RunningKernel['run']>
  ): Promise<RunEnd> {
    if (signal.aborted) return { type: 'stopped' };
    try {
      const cage = await up();
      await prepare(cage, compiled);
      if (signal.aborted) return { type: 'stopped' };
      if (cage.dead) return { type: 'lost', why: 'the kernel was restarted' };
      become('busy');
      const end = await cage.run(nextRun++, compiled, controls, watcher, signal);
      if (!cage.dead) become('ready');
      return end;
    } catch (error) {
      return { type: 'lost', why: error instanceof Error ? error.message : String(error) };
    }
  }

  start();
  const ready = live!.then(() => undefined);
  ready.catch(() => undefined);

  return {
    ready,
    get dropped() {
      return dropped;
    },
    run(...run) {
      const mine = turn.then(() => runNext(...run));
      turn = mine;
      return mine;
    },
    forget(cell) {
      current?.forget(cell);
    },
    look: async (...asked) => (await up()).look(...asked),
    rows: async (...asked) => (await up()).rows(...asked),
    addModule(name, key, code, needs = []) {
      const module = { name, key, code, needs };
      if (!modules.has(key)) current?.addModule(module);
      modules.set(key, module);
    },
    async restart() {
      if (current) current.end('restarted');
      else start();
      await up();
    },
    close() {
      closed = true;
      current?.end('closed');
    },
  };
}
