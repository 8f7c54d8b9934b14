import { describe, expect, it, vi } from 'vitest';
import { createKernel } from '../../../../src/kernel/host/create-kernel';
import type { VerbCall } from '../../../../src/kernel/host/types';
import type { CompiledCell, FromCage, ToCage } from '../../../../src/kernel/protocol';

const cell = (id: string, body = ''): CompiledCell => ({
  cell: id,
  body,
  uses: [],
  declares: [],
  modules: {},
});

const done = (run: number): FromCage => ({ type: 'ended', run, failure: null, seconds: 0 });

/** A cage whose inside is a script of the test. */
function bench(behave: (message: ToCage, say: (message: unknown) => void) => void) {
  const heard: ToCage[] = [];
  const states: string[] = [];
  const called: VerbCall[] = [];
  const loaded: string[] = [];
  let cages = 0;
  let say: (message: unknown) => void = () => undefined;
  const kernel = createKernel({
    frameUrl: 'cage.html',
    document: null as never,
    code: async (name) => {
      loaded.push(name);
      return name;
    },
    verbs: (call) => {
      called.push(call);
      if (call.verb === 'never') return new Promise(() => undefined);
      if (call.verb === 'fails') return Promise.reject(new Error('of the app'));
      call.progress(0.5);
      return Promise.resolve('answer');
    },
    onState: (state) => states.push(state),
    async openCage() {
      cages++;
      const { port1, port2 } = new MessageChannel();
      const mine = (message: unknown) => port2.postMessage(message);
      say = mine;
      port2.onmessage = ({ data }: MessageEvent<ToCage>) => {
        heard.push(data);
        if (data.type === 'load') mine({ type: 'loaded', name: data.name, failure: null });
        else behave(data, mine);
      };
      return { port: port1, remove: () => (port1.close(), port2.close()) };
    },
  });
  const watcher = { outputs: vi.fn(), console: vi.fn(), changed: vi.fn() };
  const run = (compiled: CompiledCell, signal = new AbortController().signal) =>
    kernel.run(compiled, {}, watcher, signal);
  return {
    kernel,
    heard,
    states,
    called,
    loaded,
    watcher,
    run,
    cages: () => cages,
    say: (message: unknown) => say(message),
  };
}

const soon = (milliseconds = 20) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the kernel', () => {
  it('runs one cell at a time, in the order asked', async () => {
    const order: string[] = [];
    const { run, kernel } = bench((message, say) => {
      if (message.type !== 'run') return;
      order.push(`begin ${message.compiled.cell}`);
      setTimeout(() => {
        order.push(`end ${message.compiled.cell}`);
        say(done(message.run));
      }, 10);
    });
    const ends = await Promise.all([run(cell('a')), run(cell('b'))]);
    expect(ends).toEqual([
      { type: 'done', seconds: 0 },
      { type: 'done', seconds: 0 },
    ]);
    expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
    kernel.close();
  });

  it('loads a library when a cell first mentions it, once', async () => {
    const { run, loaded, kernel } = bench((message, say) => {
      if (message.type === 'run') say(done(message.run));
    });
    await run(cell('a', '1 + 1'));
    expect(loaded).toEqual(['runtime']);
    await run(cell('b', 'Plot.plot({})'));
    await run(cell('c', 'plot.dot([]); aq.table({})'));
    expect(loaded).toEqual(['runtime', 'plot', 'arquero']);
    kernel.close();
  });

  it('drops and counts messages about runs, calls and questions that were never begun', async () => {
    const { run, kernel, watcher, called, say } = bench((message, reply) => {
      if (message.type !== 'run') return;
      const forged = message.run + 1;
      reply({ type: 'outputs', run: forged, outputs: [] });
      reply({ type: 'console', run: forged, lines: [], dropped: 0 });
      reply({ type: 'call', call: 1, run: forged, verb: 'train', args: null });
      reply({ type: 'ended', run: forged, failure: null, seconds: 0 });
      reply({ type: 'entries', ask: 77, entries: [] });
      reply({ type: 'loaded', name: 'evil', failure: null });
      reply({
        type: 'outputs',
        run: message.run,
        outputs: [{ type: 'press', call: 1, label: '' }],
      });
      reply('text');
      reply(done(message.run));
      reply(done(message.run));
    });
    await run(cell('a'));
    say({ type: 'nonsense' });
    await soon();
    expect(kernel.dropped).toBe(10);
    expect(watcher.outputs).not.toHaveBeenCalled();
    expect(watcher.console).not.toHaveBeenCalled();
    expect(called).toEqual([]);
    kernel.close();
  });

  it('answers calls with the cell that asked, progress before the answer, and refusals in words', async () => {
    const { run, kernel, heard, called } = bench((message, say) => {
      if (message.type === 'run') {
        say({ type: 'call', call: 1, run: message.run, verb: 'data', args: ['churn'] });
        say({ type: 'call', call: 1, run: message.run, verb: 'again', args: null });
        say({ type: 'call', call: 2, run: message.run, verb: 'fails', args: null });
      }
      if (message.type === 'failed') say(done(1));
    });
    await run(cell('a'));
    expect(called.map(({ cell, verb, args }) => [cell, verb, args])).toEqual([
      ['a', 'data', ['churn']],
      ['a', 'fails', null],
    ]);
    expect(heard.filter(({ type }) => ['progress', 'answer', 'failed'].includes(type))).toEqual([
      { type: 'progress', call: 1, event: 0.5 },
      { type: 'answer', call: 1, value: 'answer' },
      {
        type: 'failed',
        call: 2,
        code: 'internal',
        message: expect.stringContaining('of the app'),
      },
    ]);
    expect(kernel.dropped).toBe(1);
    kernel.close();
  });

  it('stops a cell that gives way, and cancels what it had called', async () => {
    const { run, kernel, called, cages } = bench((message, say) => {
      if (message.type === 'run') {
        say({ type: 'call', call: 1, run: message.run, verb: 'never', args: null });
      }
      if (message.type === 'abort') {
        const failure = {
          name: 'AbortError',
          message: 'stopped',
          line: null,
          column: null,
          stack: [],
        };
        say({ type: 'ended', run: message.run, failure, seconds: 1 });
      }
    });
    const stop = new AbortController();
    const ended = run(cell('a'), stop.signal);
    await soon();
    stop.abort();
    expect(await ended).toEqual({ type: 'stopped' });
    expect(called[0]?.signal.aborted).toBe(true);
    expect(cages()).toBe(1);
    kernel.close();
  });

  it('replaces a cage that does not give way within half a second', async () => {
    const { run, kernel, cages, states } = bench((message, say) => {
      if (message.type === 'run' && message.compiled.cell === 'well') say(done(message.run));
    });
    const stop = new AbortController();
    const ended = run(cell('loop'), stop.signal);
    await soon();
    const begin = performance.now();
    stop.abort();
    expect(await ended).toEqual({ type: 'stopped' });
    expect(performance.now() - begin).toBeLessThan(500);
    expect(await run(cell('well'))).toEqual({ type: 'done', seconds: 0 });
    expect(cages()).toBe(2);
    expect(states).toContain('lost');
    kernel.close();
  });

  it('tells a run that its cage was restarted, and gives the modules to the next one', async () => {
    const { run, kernel, heard } = bench(() => undefined);
    await kernel.ready;
    kernel.addModule('tools', 'sha256:1', 'export {}');
    const ended = run(cell('a'));
    const asked = kernel.look(1, 0, 1).catch((error: Error) => error.message);
    await soon();
    await kernel.restart();
    expect(await ended).toEqual({ type: 'lost', why: 'restarted' });
    expect(await asked).toContain('restarted');
    await soon();
    expect(heard.filter(({ type }) => type === 'module')).toHaveLength(2);
    kernel.close();
  });

  it('begins nothing that was stopped while it waited', async () => {
    const { run, kernel, heard } = bench(() => undefined);
    const stop = new AbortController();
    stop.abort();
    expect(await run(cell('a'), stop.signal)).toEqual({ type: 'stopped' });
    expect(heard.some(({ type }) => type === 'run')).toBe(false);
    kernel.close();
  });
});
