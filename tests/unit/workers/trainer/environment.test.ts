import { describe, expect, it } from 'vitest';
import { digestOf, linkTo } from '../../../../src/core/hash/digest';
import { countingProvider } from '../../../support/counting-engine';
import { TrainerPlace } from '../../../support/trainer-place';
import { trainingInput } from '../../../support/training';

const CODE = Uint8Array.of(0, 97, 115, 109);
const OLDER = Uint8Array.of(0, 97, 115, 110);
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function trained(engine: 'exact' | 'fast' | 'webgpu' | 'auto', module?: Uint8Array) {
  const place = new TrainerPlace();
  const recipe = await place.save(trainingInput({ engine }));
  const name = engine === 'auto' ? 'exact' : engine;
  const provider = countingProvider({ name, ...(module ? { module } : {}) });
  const effects = { userAgent: AGENT, cores: 8 };
  return { place, recipe, result: await place.train(recipe, [provider], { effects }) };
}

describe('the environment of a run', () => {
  it('names the compiled engine, whose bytes are an object of the workspace', async () => {
    const { place, result } = await trained('exact', CODE);
    expect(result.environment).toEqual({
      loam: '0.1.0',
      tfjs: null,
      mode: 'exact',
      module: linkTo(digestOf(CODE)),
      threads: 2,
      flags: [],
      adapter: null,
      userAgent: AGENT,
      device: { browser: 'Firefox 140', system: 'Linux', cores: 8 },
    });
    expect(await place.objects.get(digestOf(CODE))).toEqual(CODE);
  });

  it('names TensorFlow.js and what the graphics device offers only where they had a part', async () => {
    expect((await trained('webgpu')).result.environment).toMatchObject({
      tfjs: '4.22.0',
      mode: 'other',
      module: null,
      flags: ['gpu'],
    });
    expect((await trained('fast', CODE)).result.environment).toMatchObject({
      tfjs: null,
      mode: 'fast',
      flags: [],
    });
  });

  it('is recorded for a run that nothing could train, too', async () => {
    const place = new TrainerPlace();
    const recipe = await place.save(trainingInput({ engine: 'webgpu' }));
    const { outcome, environment } = await place.train(recipe, []);
    expect(outcome).toMatchObject({ type: 'failed', code: 'engine-unavailable' });
    expect(environment).toMatchObject({ mode: 'other', module: null, tfjs: null });
  });
});

describe('a recipe that is trained as it was before', () => {
  it('runs on the engine and by the compiled code that were named, never by choice', async () => {
    const { place, recipe, result } = await trained('auto', OLDER);
    const module = result.environment.module;
    const engines = (code: Uint8Array | null) => [countingProvider({ module: code ?? CODE })];
    const as = { engine: 'exact', module } as const;
    const again = await place.train(recipe, [], { as, effects: { providers: engines } });
    expect(again.outcome).toEqual(result.outcome);
    expect(again.environment.module).toBe(module);
    expect(again.engine.measured).toEqual([]);
    expect(again.engine.why).toContain('because');
  });

  it('is refused where the engine would run other code than the one named', async () => {
    const { place, recipe, result } = await trained('auto', OLDER);
    const engines = () => [countingProvider({ module: CODE })];
    const as = { engine: 'exact', module: result.environment.module } as const;
    const again = await place.train(recipe, [], { as, effects: { providers: engines } });
    expect(again.outcome).toMatchObject({ type: 'failed', code: 'engine-unavailable' });
  });

  it('leaves no checkpoints', async () => {
    const { place, recipe } = await trained('exact', CODE);
    const before: () => void = () => void (place.clock += 5000);
    const as = { engine: 'exact', module: null } as const;
    await place.train(recipe, [countingProvider({ module: CODE, before })], { as });
    expect(place.checkpoints.puts.size).toBe(0);
  });
});
