/** The metrics Loam speaks of, by the field's own names, and which way is better. */
export const METRICS = {
  accuracy: { label: 'Accuracy', better: 'higher' },
  balanced_accuracy: { label: 'Balanced accuracy', better: 'higher' },
  precision: { label: 'Precision', better: 'higher' },
  recall: { label: 'Recall', better: 'higher' },
  f1: { label: 'F1', better: 'higher' },
  mcc: { label: 'Matthews correlation', better: 'higher' },
  roc_auc: { label: 'ROC AUC', better: 'higher' },
  average_precision: { label: 'Average precision', better: 'higher' },
  log_loss: { label: 'Log loss', better: 'lower' },
  brier: { label: 'Brier score', better: 'lower' },
  f1_macro: { label: 'F1, macro', better: 'higher' },
  f1_weighted: { label: 'F1, weighted', better: 'higher' },
  precision_macro: { label: 'Precision, macro', better: 'higher' },
  recall_macro: { label: 'Recall, macro', better: 'higher' },
  roc_auc_ovr_macro: { label: 'ROC AUC, one against rest', better: 'higher' },
  cohen_kappa: { label: 'Cohen’s kappa', better: 'higher' },
  top2_accuracy: { label: 'Top-2 accuracy', better: 'higher' },
  mae: { label: 'Mean absolute error', better: 'lower' },
  mse: { label: 'Mean squared error', better: 'lower' },
  rmse: { label: 'RMSE', better: 'lower' },
  r2: { label: 'R²', better: 'higher' },
  mape: { label: 'Mean absolute percentage error', better: 'lower' },
  median_ae: { label: 'Median absolute error', better: 'lower' },
} as const;

export type MetricName = keyof typeof METRICS;
