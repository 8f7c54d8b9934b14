import type { AddedModule } from '../../../app/notebook/modules/types';
import type { Toast } from '../../components/toasts.svelte';
import { importLine } from './module-text';

/** What a person hears when a file has become a module. */
export function moduleAdded(module: AddedModule): Omit<Toast, 'id'> {
  const { name, version, fresh } = module;
  if (!fresh) {
    return { tone: 'info', text: `${name} is there already, with this very code.` };
  }
  if (version > 1) {
    return {
      tone: 'ok',
      text: `${name} has a version ${version} now. Notebooks that ran with an earlier one keep it until you choose the newest, under Modules.`,
    };
  }
  return { tone: 'ok', text: `Cells can use it now: ${importLine(module)}` };
}
