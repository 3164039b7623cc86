import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { withoutLiterals } from '#shared/expressions/without-literals.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import {
  inspectRequestSchema,
  type AboutAnswer,
  type CountAnswer,
  type GroupsAnswer,
  type ListAnswer,
  type RunAnswer,
  type RunsAnswer,
  type ShowAnswer,
  type TraceAnswer,
} from '#shared/messages/inspect-request.ts';
import type { Clock, Log, Objects } from '#shared/ports.ts';
import { countDeadLetters } from './count-dead-letters.ts';
import { groupDeadLetters } from './groups/group-dead-letters.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import type { RedactionLookup } from './redaction-lookup.ts';
import { listRuns } from './runs/list-runs.ts';
import { showRun } from './runs/show-run.ts';
import { showDeadLetters } from './show-dead-letters.ts';
import { traceDelivery, type TracePorts } from './trace/trace-delivery.ts';

export interface InspectPorts extends TracePorts {
  readonly store: Pick<DeadLetterStore, 'getMany' | 'page' | 'pageOfGroup' | 'count' | 'countOfGroup'>;
  /** Receipts, and bodies that are too large for a message. */
  readonly results: Pick<Objects, 'get' | 'list'>;
  readonly redaction: RedactionLookup;
  readonly about: AboutAnswer;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Who asks, as far as the function knows: CloudTrail tells the rest. */
export interface Asking {
  readonly awsRequestId: string;
}

/** What Lambda answers with at most, less the room that escapes and headers may take. */
const ANSWER_BYTES_MAX = 5.5 * 1024 * 1024;

/** After it a call answers with what it has and a cursor: operators wait for it, and the function has a minute. */
const CALL_MS_MAX = 10_000;

type Answer = ListAnswer | CountAnswer | ShowAnswer | GroupsAnswer | RunsAnswer | RunAnswer | AboutAnswer | TraceAnswer;

const read = (event: unknown) => readRequest('inspect', inspectRequestSchema, event);
type Request = ReturnType<typeof read>;

/** The step request → what is known. It changes nothing. */
export function createInspectDeadLetters(ports: InspectPorts) {
  const workers = ports.about.workers.map(({ name }) => name);

  const answer = async (request: Request, { awsRequestId }: Asking): Promise<Answer> => {
    const endsAtMs = ports.clock.now().getTime() + CALL_MS_MAX;
    const bounded = { ...ports, workers, isTimeOver: () => ports.clock.now().getTime() >= endsAtMs };
    const from = (request.list ?? request.count ?? request.groups)?.from;
    if (from !== undefined) checkWorker(from, workers);
    if (request.list) return listDeadLetters(request.list, bounded);
    if (request.count) return countDeadLetters(request.count, bounded);
    if (request.show) return showDeadLetters(request.show, { ...bounded, requestId: awsRequestId });
    if (request.groups) return groupDeadLetters(request.groups, bounded);
    if (request.runs) return listRuns(request.runs, bounded);
    if (request.run) return showRun(request.run, bounded);
    if (request.trace) return traceDelivery(request.trace, ports);
    if (request.about) return ports.about;
    throw new Error('This is no request to inspect: it asks for nothing');
  };

  return async function inspectDeadLetters(event: unknown, asking: Asking): Promise<Answer> {
    const request = read(event);
    const answered = await answer(request, asking);
    const where = (request.list ?? request.count)?.where;
    if (where !== undefined) {
      // How many bodies it holds for tells something of them, hidden or not: whoever asks is to be found by it.
      ports.log.info('Bodies were searched', { where: withoutLiterals(where), requestId: asking.awsRequestId });
    }
    const bytes = Buffer.byteLength(JSON.stringify(answered));
    if (bytes <= ANSWER_BYTES_MAX) return answered;
    throw new Error(`The answer has ${bytes} bytes, more than Lambda takes: ask for fewer, or for one worker's alone`);
  };
}
