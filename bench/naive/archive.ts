import { createWorkerHandler } from './worker-handler.ts';

export const handler = createWorkerHandler('archive', async (event) => event);
