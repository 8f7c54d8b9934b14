/** A real engine that is disturbed between its steps: each time that it lets messages in. */
import type { EngineProvider, Session } from '../../src/ml/engine/engine';

/** @param before runs at each breath: may throw, or never resolve, as a killed worker */
export function disturbed(
  provider: EngineProvider,
  before: () => void | Promise<void>,
): EngineProvider {
  const disturb = (session: Session): Session => ({
    stepsPerEpoch: session.stepsPerEpoch,
    epoch: (number, breathe) =>
      session.epoch(number, async () => {
        await before();
        return breathe();
      }),
    measure: (count) => session.measure(count),
    keep: () => session.keep(),
    learnt: () => session.learnt(),
    save: () => session.save(),
    dispose: () => session.dispose(),
  });
  return {
    ...provider,
    async open(policy) {
      const engine = await provider.open(policy);
      return { ...engine, start: async (job, from) => disturb(await engine.start(job, from)) };
    },
  };
}
