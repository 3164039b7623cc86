import { createWorkerHandler } from '../worker-handler.ts';
import { canary } from './canary.ts';

export const handler = createWorkerHandler('canary', canary);
