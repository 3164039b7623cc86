import { createWorkerHandler } from '../worker-handler.ts';
import { archiveEvent } from './archive-event.ts';

/** An archive line is a CloudEvent and names its event by itself. */
export const handler = createWorkerHandler('archive', archiveEvent, (_, line) => line);
