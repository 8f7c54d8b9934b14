/** What recipes are chosen from while the task is a draft: its roles and shares over the data's profile. */
import type { DatasetProfile } from '../core/dataset/types';
import type { RecipeFacts } from '../core/recipe/facts';
import { blankPixels } from '../core/recipe/image-shape';
import type { TaskDraft } from './commands/start-run';

export function draftFacts(
  profile: DatasetProfile,
  classes: string[] | null,
  { kind, roles, validation, test }: TaskDraft,
): RecipeFacts {
  return {
    rows: Math.round(profile.rows * (1 - validation - test)),
    kind,
    classes,
    roles,
    columns: profile.columns,
  };
}

/** Pixels that never change are set aside as constants; an image needs them all the same. */
export function withBlankPixels(
  roles: TaskDraft['roles'],
  { columns }: DatasetProfile,
): TaskDraft['roles'] {
  const blank = new Set(blankPixels({ roles, columns }));
  return roles.map((each) =>
    blank.has(each.column)
      ? { column: each.column, role: 'feature', why: 'it has one value only, but is a pixel' }
      : each,
  );
}
