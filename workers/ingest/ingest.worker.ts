import { expose } from '../expose';
import { DESK_WORKER, serveDesk } from './desk-worker';
import { remoteDesks, spawnDesk } from './remote-desk';
import { Ingest } from './ingest';

if (self.name === DESK_WORKER) serveDesk();
else expose(new Ingest({ openDesk: remoteDesks(() => spawnDesk(import.meta.url)) }));
