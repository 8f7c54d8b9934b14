import { createWorkspace, openWorkspace } from '../../src/storage';
import { MemoryObjects } from '../support/memory-objects';
import { freshStorage } from '../support/storage-effects';
import { objectStoreRules } from './object-store';

objectStoreRules('a workspace', async () => {
  const effects = freshStorage();
  const { id } = await createWorkspace('W', effects);
  const store = await openWorkspace(id, effects);
  const lease = await store.lease();
  return { reader: store.objects, writer: store.writer(lease.id) };
});

objectStoreRules('a workspace that another thread writes', async () => {
  const effects = freshStorage();
  const { id } = await createWorkspace('W', effects);
  const store = await openWorkspace(id, effects);
  const worker = await openWorkspace(id, effects);
  const lease = await store.lease();
  return { reader: store.objects, writer: worker.writer(lease.id) };
});

objectStoreRules('memory', () => {
  const objects = new MemoryObjects();
  return Promise.resolve({ reader: objects, writer: objects });
});
