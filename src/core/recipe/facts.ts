/** What defaults are chosen from: facts about the data, never names. */
import type { ColumnProfile } from '../dataset/types';
import type { Role, TaskKind } from '../task/types';

export interface RecipeFacts {
  /** Rows of train. */
  rows: number;
  kind: TaskKind;
  /** Null for regression. */
  classes: string[] | null;
  roles: { column: string; role: Role }[];
  columns: ColumnProfile[];
}
