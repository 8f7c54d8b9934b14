/**
 * What 'auto' chose on this device, by recipe shape: kept for as long as the worker lives, and across visits
 * where finding out meant trying a GPU. A browser or a Loam that has changed finds out anew.
 */
import type { EngineChoice } from '../../src/core/log/types';
import { LOAM_VERSION } from '../../src/core/version';
import type { ChoiceMemory } from '../../src/ml/engine/choose-engine';
import type { LocalSettings } from '../../src/storage';

const KEY = 'engine-choices';
/** The oldest are forgotten. */
const MOST = 64;

type Kept = [shape: string, choice: EngineChoice][];

export function choiceMemory(
  own: Map<string, EngineChoice>,
  local: LocalSettings,
  userAgent: string,
): ChoiceMemory {
  const onDevice = (shape: string) => JSON.stringify([LOAM_VERSION, userAgent, shape]);
  const kept = async (): Promise<Kept> => (await local.get<Kept>(KEY)) ?? [];
  /** A full disk is no reason not to train. */
  const keep = (choices: Kept) => local.set(KEY, choices.slice(-MOST)).catch(() => undefined);
  return {
    async get(shape) {
      const name = onDevice(shape);
      return own.get(shape) ?? (await kept()).find(([other]) => other === name)?.[1];
    },
    async set(shape, choice) {
      own.set(shape, choice);
      if (choice.measured.length < 2) return;
      const name = onDevice(shape);
      const others = (await kept()).filter(([other]) => other !== name);
      await keep([...others, [name, choice]]);
    },
    async delete(shape) {
      own.delete(shape);
      const name = onDevice(shape);
      await keep((await kept()).filter(([other]) => other !== name));
    },
  };
}
