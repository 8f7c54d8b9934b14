/** A workspace in memory in which recipes are trained, by trainers that may be killed between two steps. */
import { linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { EngineProvider } from '../../src/ml/engine/engine';
import type { TrainingInput } from '../../src/ml/train/prepare';
import type { TrainEvent, TrainRequest, TrainResult } from '../../workers/contract';
import { Trainer, type TrainerEffects } from '../../workers/trainer/trainer';
import { countingProvider, type CountingProvider, type CountingScript } from './counting-engine';
import { MemoryCheckpoints } from './memory-checkpoints';
import { MemoryObjects } from './memory-objects';
import { saveTable } from './save-table';
import { memoryStore, trainerEffects } from './trainer-effects';

export type Given = Partial<TrainRequest> & { effects?: Partial<TrainerEffects> };

export class TrainerPlace {
  readonly objects = new MemoryObjects();
  readonly checkpoints = new MemoryCheckpoints();
  readonly events: TrainEvent[] = [];
  readonly controller = new AbortController();
  /** Milliseconds; stands still unless something moves it. */
  clock = 0;

  async save({ recipe, task, table, parts }: TrainingInput): Promise<Link> {
    const put = async (value: unknown) => linkTo(await this.objects.put(canonicalBytes(value)));
    const dataset = await put(await saveTable(table, this.objects, [50]));
    const partsLink = linkTo(await this.objects.put(parts));
    const taskLink = await put({ ...task, dataset, parts: partsLink });
    return put({ ...recipe, task: taskLink });
  }

  /** A trainer of its own each time, as a worker has it. */
  train(recipe: Link, providers: EngineProvider[], given: Given = {}): Promise<TrainResult> {
    const { effects, ...more } = given;
    const store = memoryStore(this.objects, this.checkpoints);
    const clock = { now: () => this.clock, pause: () => Promise.resolve() };
    const trainer = new Trainer(trainerEffects(store, providers, { ...clock, ...effects }));
    const request = { workspace: 'w', lease: 'l', recipe, ...more };
    const progress = (event: TrainEvent) => void this.events.push(structuredClone(event));
    return trainer.train(request, { signal: this.controller.signal, progress });
  }

  /**
   * Every step takes `msPerStep`. The worker is killed before the step of that number, counted from 0 in
   * this attempt: then it never answers, and null is returned.
   */
  async attempt(
    recipe: Link,
    {
      run,
      killAt,
      msPerStep = 1500,
    }: { run: Given['run']; killAt: number | null; msPerStep?: number },
    script: CountingScript = {},
  ): Promise<{ result: TrainResult | null; provider: CountingProvider }> {
    let steps = 0;
    let killed: () => void;
    const dead = new Promise<null>((resolve) => (killed = () => resolve(null)));
    const provider = countingProvider({
      ...script,
      before: async (epoch, step) => {
        this.clock += msPerStep;
        await script.before?.(epoch, step);
        if (steps++ !== killAt) return;
        killed();
        await new Promise(() => undefined);
      },
    });
    const answer = this.train(recipe, [provider], run && { run });
    return { result: await Promise.race([answer, dead]), provider };
  }
}
