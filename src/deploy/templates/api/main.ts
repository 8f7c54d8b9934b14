/** `npm start`. */
import { loamRuntime } from './start/loam-runtime';
import { serve } from './start/serve';

void serve(loamRuntime);
