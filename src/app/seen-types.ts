/** The types of lower layers that screens show; screens import from app and core only. */
export type { Curves, FsckReport, Progress, ReadOptions } from '../../workers/contract';
export type { InputProblem } from '../ml/predict/problems';
export type { LaterPredictor } from '../ml/predict/later-predictor';
