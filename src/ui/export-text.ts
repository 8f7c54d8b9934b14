/** The kinds of exports as a person chooses among them. */
import type { ExportKind } from '../core/log/export-kinds';

export interface ExportChoice {
  kind: ExportKind;
  label: string;
  /** What it is for. */
  hint: string;
}

export const EXPORT_CHOICES: readonly { title: string; choices: readonly ExportChoice[] }[] = [
  {
    title: 'Open it',
    choices: [
      {
        kind: 'page',
        label: 'One page',
        hint: 'An HTML file that opens from disk: form, CSV scoring, card',
      },
      {
        kind: 'page-folder',
        label: 'Page to host',
        hint: 'The same for a web server; can be installed, works offline',
      },
    ],
  },
  {
    title: 'Build with it',
    choices: [
      {
        kind: 'module',
        label: 'ES module',
        hint: 'predict(rows) and <loam-predict>, with types, for any web app',
      },
      {
        kind: 'scorer',
        label: 'Batch scorer',
        hint: 'node score.mjs in.csv out.csv; streams, resumes, fits cron',
      },
    ],
  },
  {
    title: 'Serve it',
    choices: [
      {
        kind: 'api',
        label: 'API package',
        hint: 'A Node server: /predict, Open Inference Protocol, metrics, Docker, Kubernetes',
      },
    ],
  },
  {
    title: 'Take it elsewhere',
    choices: [
      { kind: 'onnx', label: 'ONNX', hint: 'One file with its preparation inside: raw rows go in' },
      { kind: 'tfjs', label: 'TensorFlow.js', hint: 'A layers model; nets only' },
      { kind: 'safetensors', label: 'safetensors', hint: 'The weights, with their description' },
      { kind: 'mlflow', label: 'MLflow', hint: 'A model directory with ONNX inside' },
      { kind: 'huggingface', label: 'Hugging Face', hint: 'A repository folder with a model card' },
    ],
  },
];

const CHOICES = EXPORT_CHOICES.flatMap(({ choices }) => choices);

export function exportLabel(kind: ExportKind): string {
  return CHOICES.find((choice) => choice.kind === kind)?.label ?? kind;
}
