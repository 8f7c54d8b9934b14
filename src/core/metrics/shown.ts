import type { TaskKind } from '../task/types';
import type { MetricName } from './names';

/** Which metrics each kind of task is judged by, in the order they are shown. */
export const METRICS_SHOWN = {
  binary: [
    'accuracy',
    'balanced_accuracy',
    'precision',
    'recall',
    'f1',
    'mcc',
    'roc_auc',
    'average_precision',
    'log_loss',
    'brier',
  ],
  multiclass: [
    'accuracy',
    'f1_macro',
    'f1_weighted',
    'precision_macro',
    'recall_macro',
    'log_loss',
    'roc_auc_ovr_macro',
    'cohen_kappa',
    'mcc',
    'top2_accuracy',
  ],
  regression: ['mae', 'mse', 'rmse', 'r2', 'mape', 'median_ae'],
} as const satisfies Record<TaskKind, readonly MetricName[]>;
