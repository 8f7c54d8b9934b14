/** Taking data, and steps from rows to other rows. */
import type { LoamDoc } from './types';

export const DATA_DOCS: readonly LoamDoc[] = [
  {
    name: 'loam.data',
    signature: 'loam.data(ref: string | File | Row[]): Promise<Dataset>',
    text: 'A dataset version of the workspace by name ("churn", the newest) or name and version ("churn@2"); a CSV or JSON file that a file input gave; or a list of objects. Columns and the number of rows are known at once, rows are read when a step needs them. The first use of a dataset of the workspace asks whether the notebook may read it. Refuses unknown names, naming the nearest, and reads at most 5,000,000 cells at once.',
    example: `const data = await loam.data("churn");
data.columnNames`,
  },
  {
    name: 'Dataset.head',
    signature: 'dataset.head(n = 10): Steps',
    text: 'The first n rows. Like all steps it answers a Dataset when awaited, and may be followed by other steps without awaiting: await data.where(…).head(5). A Dataset never changes.',
    example: `await (await loam.data("churn")).head(5).table()`,
  },
  {
    name: 'Dataset.select',
    signature: 'dataset.select(columns: string | string[]): Steps',
    text: 'These columns only, in this order. Reads nothing; later steps then read these columns only. Refuses unknown columns, naming the nearest.',
    example: `const data = await loam.data("churn");
await data.select(["age", "left"]).head(3).toRows()`,
  },
  {
    name: 'Dataset.where',
    signature: 'dataset.where(test: (row, index) => boolean): Steps',
    text: 'The rows for which the function answers true. Numbers are numbers, date-times are Dates, missing values are null.',
    example: `const data = await loam.data("churn");
const young = await data.where((row) => row.age < 30);
young.rows`,
  },
  {
    name: 'Dataset.derive',
    signature: 'dataset.derive(columns: { [name]: (row, index) => value }): Steps',
    text: 'With new columns, at the end; a known name is replaced where it stands. All values of a column must be of one kind (numbers, texts, booleans or Dates; null and NaN are missing).',
    example: `const data = await loam.data("churn");
await data.derive({ yearly: (row) => 12 * row.monthly_fee }).select(["customer", "yearly"]).head(3).toRows()`,
  },
  {
    name: 'Dataset.sort',
    signature: 'dataset.sort(by: string | string[], o?: { descending = false }): Steps',
    text: 'In the order of these columns; equal rows keep their order, missing values come last.',
    example: `const data = await loam.data("churn");
await data.sort("monthly_fee", { descending: true }).head(3).table()`,
  },
  {
    name: 'Dataset.join',
    signature:
      'dataset.join(other: Dataset, on: string | string[], o?: { keep: "all" | "matched" = "all" }): Steps',
    text: 'Every row with the columns that the other data has under the same keys; missing where it has none, or left out with keep: "matched". Refuses keys that the other data has twice, and columns that both have.',
    example: `const data = await loam.data("churn");
const fees = data.rollup({ by: "plan", typical: { median: "monthly_fee" } });
await data.join(fees, "plan").select(["plan", "monthly_fee", "typical"]).head(3).toRows()`,
  },
  {
    name: 'Dataset.rollup',
    signature:
      'dataset.rollup(o: { by?: string | string[], [name]: "count" | { [statistic]: column } | (rows) => value }): Steps',
    text: 'One row per group. Statistics: sum, mean, median, min, max, distinct, missing; they leave missing values out. Without by all rows are one group.',
    example: `const data = await loam.data("churn");
await data.rollup({
  by: "plan",
  people: "count",
  age: { mean: "age" },
  left: (rows) => rows.filter((row) => row.left).length / rows.length,
}).table()`,
  },
  {
    name: 'Dataset.toRows',
    signature: 'dataset.toRows(): Promise<Row[]>',
    text: 'All rows as objects by column.',
    example: `const rows = await (await loam.data("churn")).head(2).toRows();
rows[0].plan`,
  },
  {
    name: 'Dataset.values',
    signature: 'dataset.values(column: string): Promise<Value[]>',
    text: 'The values of one column, in the order of the rows; reads that column only.',
    example: `const fees = await (await loam.data("churn")).values("monthly_fee");
Math.max(...fees)`,
  },
  {
    name: 'Dataset.table',
    signature: 'dataset.table(): Promise<ColumnTable>',
    text: 'All rows as an Arquero table, which the notebook shows as a table and aq goes on with.',
    example: `const table = await (await loam.data("churn")).select("plan").table();
table`,
  },
  {
    name: 'Dataset.save',
    signature: 'dataset.save(name: string, note = ""): Promise<Dataset>',
    text: 'Saves the rows as the next version under that name. Waits for a press; equal rows under that name are answered without a new version. Texts that stand for a missing value in files (NA, null, None, ?, nothing at all) are saved as missing. Models learn from saved data only.',
    example: `const data = await loam.data("churn");
const rich = await data.derive({ yearly: (row) => 12 * row.monthly_fee }).save("churn yearly");
rich.version`,
  },
];
