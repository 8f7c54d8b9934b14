/** From the file to the model version, as far as this workspace or the model's card knows it. */
import type { LoadedModel } from '../app/commands/load-model';
import { FOREIGN_FORMATS } from '../core/recipe/describe';
import type { ImportedRecipe } from '../core/recipe/types';
import { ago } from './ago';
import { formatCount, formatDuration, shortHash } from './format';

export interface LineageNode {
  title: string;
  detail: string;
  href?: string;
  current?: boolean;
}

export function modelLineage(model: LoadedModel): LineageNode[] {
  const { row, task, run, manifest, recipe } = model;
  if (recipe.format === 'loam.recipe/3') return importedLineage(model, recipe);
  return [
    ...dataNodes(model),
    {
      title: `recipe ${shortHash(row.recipe)}`,
      detail: `predicts ${task.target}`,
      href: run ? `#/runs/${run.row.id}` : undefined,
    },
    run
      ? {
          title: `run ${run.row.name}`,
          detail: `${run.row.engine?.backend ?? ''} · ${formatDuration((run.row.seconds ?? 0) * 1000)}`,
          href: `#/runs/${run.row.id}`,
        }
      : { title: 'run', detail: 'in another workspace' },
    {
      title: `${row.name} ${row.version}`,
      detail: shortHash(manifest.weights ?? row.model),
      current: true,
    },
  ];
}

/** A model made elsewhere comes from its file; the data is what it was judged on. */
function importedLineage(model: LoadedModel, { model: imported }: ImportedRecipe): LineageNode[] {
  const { row, task, run, manifest } = model;
  const file = imported.files.find(({ name }) => name === imported.name)!;
  return [
    {
      title: imported.name,
      detail: `file · ${FOREIGN_FORMATS[imported.format]} · ${shortHash(file.object)}`,
    },
    ...dataNodes(model)
      .slice(-1)
      .map((node) => ({ ...node, detail: `judged on · ${node.detail}` })),
    run
      ? {
          title: `run ${run.row.name}`,
          detail: `imported · predicts ${task.target}`,
          href: `#/runs/${run.row.id}`,
        }
      : { title: 'import', detail: 'in another workspace' },
    {
      title: `${row.name} ${row.version}`,
      detail: shortHash(manifest.weights ?? row.model),
      current: true,
    },
  ];
}

function dataNodes({ dataset, card, task }: LoadedModel): LineageNode[] {
  if (dataset) {
    const href = `#/data/${dataset.id}`;
    return [
      {
        title: dataset.source.name,
        detail: `${dataset.source.code ? 'code' : 'file'} · ${ago(dataset.at)} · ${dataset.source.sha256.slice(0, 8)}`,
        href,
      },
      {
        title: `${dataset.name} ${dataset.version}`,
        detail: `${shortHash(dataset.manifest)} · ${formatCount(dataset.rows)} rows`,
        href,
      },
    ];
  }
  const elsewhere = `${shortHash(task.dataset)} · not in this workspace`;
  if (!card?.dataset.name) return [{ title: 'data', detail: elsewhere }];
  const { name, version, rows } = card.dataset;
  return [{ title: `${name} ${version}`, detail: `${formatCount(rows)} rows · ${elsewhere}` }];
}
