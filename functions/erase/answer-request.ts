import type { Context } from 'aws-lambda';
import { withoutLiterals } from '#shared/expressions/without-literals.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import {
  eraseRequestSchema,
  type Erase,
  type EraseAnswer,
  type ErasedEvents,
  type ErasureReceipt,
} from '#shared/messages/erase-request.ts';
import { countWaiting } from './count-waiting.ts';
import type { ErasePorts } from './erase-ports.ts';
import { erasePlaces } from './erase-places.ts';
import { noCounts, untouched, type Erasing } from './erasing.ts';
import { openErasure, storeErased, storeErasure } from './open-erasure.ts';
import { findResultPlaces } from './find-result-places.ts';
import { createIsMeant } from './is-meant.ts';
import { createIsNeeded } from './is-needed.ts';
import { retentionOfRest } from './retention-of-rest.ts';

/** What a page takes at its worst, each call tried twice, and the receipt after it. */
const RESERVE_MS = 60_000;
/** Where nothing is found: often enough that a call that dies repeats little. */
const RECEIPT_EVERY_MS = 5000;

type Call = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** The step request → events of chosen sources, erased wherever they are kept, with a receipt; or counted. */
export function createAnswerRequest(ports: ErasePorts) {
  return async function answerRequest(event: unknown, call: Call): Promise<EraseAnswer> {
    const { erase } = readRequest('erase', eraseRequestSchema, event);
    // An expression that is none is refused before there is a receipt.
    createIsMeant(erase, ports.clock.now());
    if (erase.dryRun || erase.erasure === undefined) return count(erase, call, ports);
    const proven = erase.identity && (await ports.proveIdentity(erase.identity, erase.erasure));
    const who = proven ?? { unproven: true as const, requestId: call.awsRequestId };
    const receipt = await openErasure({ ...erase, erasure: erase.erasure }, who, {
      results: ports.results,
      now: ports.clock.now(),
      salt: ports.ids.unique(),
    });
    return answerOf(receipt.state === 'finished' ? receipt : await goOn(receipt, erase, call, ports));
  };
}

async function count(erase: Erase, call: Call, ports: ErasePorts): Promise<EraseAnswer> {
  const before = erase.between?.until ?? ports.clock.now().toISOString();
  const counts = noCounts();
  let reached = erase.after;
  const erasing = {
    ...erasingOf(erase, before, call, ports),
    ...untouched(ports),
    counts,
    onFound: async () => undefined,
    onUnsettled: () => undefined,
    onReached: async (place: string) => {
      reached = place;
    },
  };
  const end = await erasePlaces(erase.after, erasing);
  // It has no receipt, and how many bodies it holds for tells something of them.
  const where = erase.where === undefined ? {} : { where: withoutLiterals(erase.where) };
  ports.log.info('Bodies were searched', { sources: erase.sources, ...where, requestId: call.awsRequestId });
  const left = end === 'done' ? { waiting: await countWaiting(ports) } : reached === undefined ? {} : { reached };
  return { dryRun: true, state: end === 'done' ? 'finished' : 'unfinished', before, ...counts, ...left };
}

async function goOn(begun: ErasureReceipt, erase: Erase, call: Call, ports: ErasePorts): Promise<ErasureReceipt> {
  const { results, clock, log } = ports;
  const { erasure } = begun;
  const counts = { ...countsOf(begun) };
  let receipt = begun;
  const store = async (change: Partial<ErasureReceipt>) => {
    receipt = { ...receipt, ...change, ...counts, updatedAt: clock.now().toISOString() };
    await storeErasure(receipt, results);
  };
  await store({});
  const erasing = {
    ...erasingOf(erase, begun.before, call, ports),
    counts,
    onFound: (events: readonly ErasedEvents[]) => storeErased(erasure, { page: ports.ids.unique(), events }, results),
    onUnsettled: () => {
      receipt = { ...receipt, isUnsettled: true };
    },
    onReached: async (reached: string) => {
      const hasNews = JSON.stringify(counts) !== JSON.stringify(countsOf(receipt));
      const isDue = clock.now().getTime() - Date.parse(receipt.updatedAt) >= RECEIPT_EVERY_MS;
      if (hasNews || isDue) await store({ reached });
      else receipt = { ...receipt, reached };
    },
  };
  const end = await erasePlaces(begun.reached, erasing).catch(async (error: unknown) => {
    // What was counted so far is true; it goes on where the last page had ended.
    await store({ state: 'unfinished', isAtLeast: true });
    throw error;
  });
  if (end === 'done') {
    const { request: _request, ...told } = receipt;
    receipt = told;
    await store({ state: 'finished', finishedAt: clock.now().toISOString(), waiting: await countWaiting(ports) });
  } else await store({ state: 'unfinished' });
  log.info('Erasure ended', { erasure, sources: begun.selection.sources, state: receipt.state, ...counts });
  return receipt;
}

function erasingOf(
  erase: Erase,
  before: string,
  call: Call,
  ports: ErasePorts,
): Omit<Erasing, 'counts' | 'onFound' | 'onUnsettled' | 'onReached'> {
  const { results, table, deadLetters, rows, workers, clock, retention } = ports;
  const isMeant = createIsMeant(erase, new Date(before));
  let places: ReturnType<Erasing['resultPlaces']> | undefined;
  return {
    erasure: erase.dryRun ? undefined : erase.erasure,
    isDryRun: erase.dryRun,
    sources: erase.sources,
    results,
    table,
    deadLetters,
    rows,
    workers,
    resultPlaces: () => (places ??= findResultPlaces(rows, results)),
    isMeant,
    isNeeded: createIsNeeded({ clock, deadLetters, isMeant, results }),
    events: new Set(),
    claimChecks: new Set(),
    entries: new Set(),
    retentionOfRest: (key, text) => retentionOfRest({ key, text }, clock.now(), retention),
    isTimeOver: () => call.getRemainingTimeInMillis() < RESERVE_MS,
  };
}

const countsOf = (receipt: ErasureReceipt) => ({
  events: receipt.events,
  archiveLines: receipt.archiveLines,
  results: receipt.results,
  deadLetters: receipt.deadLetters,
  claimChecks: receipt.claimChecks,
  entriesKept: receipt.entriesKept,
  bodiesKept: receipt.bodiesKept,
  undecided: receipt.undecided,
  unreadable: receipt.unreadable,
});

function answerOf(receipt: ErasureReceipt): EraseAnswer {
  const { erasure, state, before, isAtLeast, isUnsettled, reached, waiting } = receipt;
  return {
    erasure,
    state,
    before,
    ...countsOf(receipt),
    ...(isAtLeast && { isAtLeast }),
    ...(isUnsettled && { isUnsettled }),
    ...(reached !== undefined && state !== 'finished' && { reached }),
    ...(waiting && { waiting }),
  };
}
