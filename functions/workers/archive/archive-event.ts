import { toArchiveLine, type ArchiveLine } from '#shared/messages/archive-line.ts';
import type { Worker } from '../worker.ts';

/** Archives an event: its CloudEvent. A pure mapping, so that at least once is as good as once. */
export const archiveEvent: Worker<ArchiveLine> = async (event, { readBody, traceparent }) =>
  toArchiveLine(event, await readBody(), traceparent);
