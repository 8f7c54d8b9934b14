/** A file of code becomes a module of the workspace. Its text is read, and nothing in it runs. */
import { LoamError } from '../../../core/errors';
import { linkTo } from '../../../core/hash/digest';
import { isTypeScriptFile, moduleNameOf } from '../../../core/notebook/module-name';
import { analyseModule } from '../../../kernel/analysis';
import type { WorkspaceContext } from '../../workspace-context';
import { approveText } from './code-texts';
import type { AddedModule } from './types';

/** Larger ones would hold up the page that reads them. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Brought by this person, and so approved. @throws LoamError `module-unreadable`, `storage-full` */
export async function addModule(context: WorkspaceContext, file: File): Promise<AddedModule> {
  const { store } = context;
  const source = await read(file);
  const analysis = analyseModule(source, isTypeScriptFile(file.name));
  const [problem] = analysis.problems;
  if (problem) {
    const { line, message, advice } = problem;
    throw new LoamError('module-unreadable', { name: file.name, line, reason: message, advice });
  }
  const name = moduleNameOf(file.name);
  const { exports, imports } = analysis;
  const encoder = new TextEncoder();
  return context.underLease<AddedModule>(async (lease) => {
    const writer = store.writer(lease.id);
    const code = linkTo(await writer.put(encoder.encode(analysis.code)));
    const [newest] = await store.find('modules', 'name', name);
    await approveText(store.local, code);
    const added = { name, exports, version: newest?.version ?? 0 };
    if (newest?.code === code) return { ops: [], value: { ...added, fresh: false } };
    const bytes = encoder.encode(source);
    const kept = analysis.code === source ? code : linkTo(await writer.put(bytes));
    const op = { name, code, source: kept, bytes: bytes.length, exports, imports };
    return {
      ops: [{ type: 'module-saved' as const, ...op }],
      value: { ...added, version: added.version + 1, fresh: true },
    };
  });
}

async function read(file: File): Promise<string> {
  const refuse = (reason: string) =>
    new LoamError('module-unreadable', { name: file.name, reason });
  if (file.size > MOST_BYTES) throw refuse('it is larger than 10 MiB');
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('it is not UTF-8 text');
  }
  if (text.trim() === '') throw refuse('it is empty');
  return text;
}
