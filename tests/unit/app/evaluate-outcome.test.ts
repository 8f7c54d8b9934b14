/** A run may be judged while its end is being recorded: what is recorded, and when. */
import { describe, expect, it, vi } from 'vitest';
import { evaluateOutcome } from '../../../src/app/commands/evaluate-run';
import type { WorkspaceContext } from '../../../src/app/workspace-context';
import { linkTo, digestOf } from '../../../src/core/hash/digest';

const link = (text: string) => linkTo(digestOf(new TextEncoder().encode(text)));
const request = {
  run: 'r',
  model: link('model'),
  task: link('task'),
  part: 'validation',
  metric: 'accuracy',
} as const;
const ended = {
  recipe: link('recipe'),
  outcome: {
    type: 'finished',
    model: link('model'),
    curves: link('curves'),
    weightHash: null,
    outOfFold: link('answers'),
  },
} as unknown as Pick<Parameters<typeof evaluateOutcome>[2], 'recipe' | 'outcome'>;

/** A workspace whose analyst answers at once; `events` says in which order things came. */
function workspace() {
  const events: string[] = [];
  const evaluation = { metrics: [{ name: 'accuracy', value: 0.9, low: 0.8, high: 0.95 }] };
  const call = vi.fn(() => {
    events.push('judged');
    return Promise.resolve({ evaluation, link: link('evaluation') });
  });
  const context = {
    id: 'w',
    workers: { analyst: { call } },
    async underLease(work: (lease: { id: string }) => Promise<{ ops: unknown[]; value: unknown }>) {
      const { ops, value } = await work({ id: 'lease' });
      events.push(`recorded ${ops.length}`);
      return value;
    },
  } as unknown as WorkspaceContext;
  return { context, events, call };
}

describe('judging what a run came to', () => {
  it('begins before its end is recorded, and is recorded after it', async () => {
    const { context, events, call } = workspace();
    let record!: () => void;
    const recorded = new Promise<void>((resolve) => (record = resolve));
    const judging = evaluateOutcome(context, request, { ...ended, recorded });
    await vi.waitFor(() => expect(events).toEqual(['judged']));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(events).toEqual(['judged']);
    events.push('end recorded');
    record();
    await judging;
    expect(events).toEqual(['judged', 'end recorded', 'recorded 1']);
    expect(call).toHaveBeenCalledWith(
      'evaluate',
      expect.objectContaining({ unseen: { type: 'out-of-fold', answers: link('answers') } }),
      {},
    );
  });

  it('is not recorded where its end could not be', async () => {
    const { context, events } = workspace();
    const recorded = Promise.reject(new Error('full'));
    await expect(evaluateOutcome(context, request, { ...ended, recorded })).rejects.toThrow('full');
    expect(events).toEqual(['judged']);
  });
});
