import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import {
  inspectRequestSchema,
  type CountAnswer,
  type ListAnswer,
  type ShowAnswer,
} from '#shared/messages/inspect-request.ts';
import type { Log } from '#shared/ports.ts';
import { countDeadLetters } from './count-dead-letters.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { showDeadLetters } from './show-dead-letters.ts';

export interface InspectPorts {
  readonly store: Pick<DeadLetterStore, 'getMany' | 'page' | 'pageByFingerprint' | 'count'>;
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  readonly log: Pick<Log, 'warn'>;
}

/** What Lambda answers with at most, less the room that escapes and headers may take. */
const ANSWER_BYTES_MAX = 5.5 * 1024 * 1024;

type Answer = ListAnswer | CountAnswer | ShowAnswer;

/** The step request → what the table holds. It changes nothing. */
export function createInspectDeadLetters(ports: InspectPorts) {
  const answer = async (event: unknown): Promise<Answer> => {
    const { list, count, show } = readRequest('inspect', inspectRequestSchema, event);
    if (show) return showDeadLetters(show, ports);
    const selection = list ?? count;
    if (selection) checkWorker(selection.from, ports.workers);
    if (list) return listDeadLetters(list, ports.store, ports.log);
    if (count) return countDeadLetters(count, ports.store, ports.log);
    throw new Error('This is no request to inspect: it asks for nothing');
  };

  return async function inspectDeadLetters(event: unknown): Promise<Answer> {
    const answered = await answer(event);
    const bytes = Buffer.byteLength(JSON.stringify(answered));
    if (bytes <= ANSWER_BYTES_MAX) return answered;
    throw new Error(`The answer has ${bytes} bytes, more than Lambda takes: ask for fewer, or for one worker's alone`);
  };
}
