import { isDeepStrictEqual } from 'node:util';
import { receiptKey, receiptSchema, type Receipt } from '#shared/messages/receipt.ts';
import type { RunRequest } from '#shared/messages/replay-request.ts';
import { storeFirstReceipt } from '#shared/dead-letters/store-receipt.ts';
import { readEntry, readIfThere } from './read-entry.ts';
import type { Invocation, RunPorts } from './run-ports.ts';

/** @throws {Error} for one that is not there */
export async function readReceipt(run: string, { results }: Pick<RunPorts, 'results'>): Promise<Receipt> {
  const receipt = await readIfThere(results, receiptKey(run), receiptSchema);
  if (!receipt) throw new Error(`There is no run ${run}`);
  return receipt;
}

/**
 * The receipt of a new run, before anything is done; or that of the run that is called so already, to go on with it.
 * @throws {Error} where that one was asked for something else
 */
export async function openRun(
  run: string,
  request: RunRequest,
  { who, requestId }: Invocation,
  { results, clock }: Pick<RunPorts, 'results' | 'clock'>,
): Promise<Receipt> {
  const startedAt = clock.now().toISOString();
  const receipt: Receipt = {
    v: 1,
    run,
    state: 'running',
    request: withBefore(request, startedAt),
    who,
    startedAt,
    updatedAt: startedAt,
    matched: 0,
    succeeded: 0,
    skipped: 0,
    failed: 0,
    pages: 0,
    invocations: [{ requestId, who, startedAt }],
  };
  if ((await storeFirstReceipt(results, receipt)) === 'stored') return receipt;
  const present = await readEntry(results, receiptKey(run), receiptSchema);
  if (isSame(request, present.request)) return present;
  throw new Error(`The run ${run} was asked for something else: choose another name, or leave it out`);
}

/** What failed after the run began is not meant, however often the run is resumed. */
const withBefore = (request: RunRequest, startedAt: string): RunRequest =>
  request.kind === 'replay' || request.kind === 'discard'
    ? { ...request, before: request.before ?? startedAt }
    : request;

/** Whoever lets the pipeline choose the instant asks for the same as before. */
function isSame(asked: RunRequest, stored: RunRequest): boolean {
  const before = 'before' in asked ? asked.before : undefined;
  const comparable = before === undefined ? withoutBefore(stored) : stored;
  return isDeepStrictEqual(withoutAbsent(asked), withoutAbsent(comparable));
}

function withoutBefore(request: RunRequest): object {
  if (!('before' in request)) return request;
  const { before: _, ...rest } = request;
  return rest;
}

/** As JSON, which has no undefined. */
const withoutAbsent = (request: object): unknown => JSON.parse(JSON.stringify(request));
