/**
 * Where the manifests of each known format keep their links. Text that merely looks like a link (a
 * column of container image digests, say) is data and names nothing.
 * A new field is a new format, so what is listed here never changes.
 */
export const LINK_PLACES: Readonly<Record<string, readonly string[]>> = {
  'loam.dataset/1': ['columns.*.chunks.*.object'],
  'loam.profile/1': [],
  'loam.task/1': ['dataset', 'parts'],
  'loam.recipe/1': ['task'],
  'loam.recipe/2': ['task', 'code.object', 'code.modules.*.object'],
  'loam.recipe/3': ['task', 'model.files.*.object'],
  'loam.recipe/4': ['task'],
  'loam.preprocessing/1': [],
  'loam.preprocessing/2': [],
  'loam.model/1': ['preprocessing', 'weights'],
  'loam.model/2': ['preprocessing', 'weights'],
  'loam.study/1': ['task'],
  'loam.trial/1': ['study', 'answers'],
  'loam.brief/1': [],
  'loam.comparison/1': ['task', 'a', 'b'],
  'loam.evidence/1': ['dataset', 'task'],
  'loam.understanding/1': ['model', 'task'],
  'loam.evaluation/1': ['model', 'task'],
  'loam.evaluation/2': ['model', 'task', 'dataset', 'scores'],
  'loam.curves/1': [],
  'loam.results/1': ['cells.*.result'],
  'loam.cell-result/1': ['images.*'],
  // A card speaks of objects by their names; it needs none of them.
  'loam.card/1': [],
  'loam.card/2': [],
  'loam.golden/1': [],
  'loam.golden/2': [],
};
