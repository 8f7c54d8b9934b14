/** The engine's own prediction code: the bits of the app. */
import { LOAM_VERSION } from '../../../../core/version';
import { fusedPredictor } from '../../../../ml/engine/fused/predict/fused-predictor';
import { RUNTIME_NAMES } from '../../../api/runtimes';
import type { Runtime } from './runtime';

export const loamRuntime: Runtime = {
  name: RUNTIME_NAMES.loam,
  version: LOAM_VERSION,
  platform: 'loam',
  open: ({ model: { manifest, preprocessing, weights } }) =>
    fusedPredictor(manifest, preprocessing, weights),
};
