import { setTimeout as sleep } from 'node:timers/promises';
import { archivedBytes } from '#shared/messages/archive-line.ts';
import { createArchiveReader } from '../support/archive.ts';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { localObjects } from '../support/local-objects.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { eventIdOf, readResults } from '../support/results.ts';
import { sha256Of, type AcceptedDeliveries } from './accepted-deliveries.ts';
import { Breach } from './judge-answers.ts';
import type { Endpoints } from '../../local/endpoints.ts';

export interface Ends {
  readonly archived: number;
  readonly ledgerResults: number;
  readonly ledgerDeadLetters: number;
}

const LOOK_EVERY_MS = 100;
/** Large bodies take their time in an archive that shares its machine. */
const DRAINED_WITHIN_MS = 180_000;

/**
 * Every accepted delivery, and nothing else, has come to its end: archived and forwarded byte for byte, and counted or a
 * dead letter where the ledger is subscribed.
 * @throws {Breach}
 */
export async function checkEnds(endpoints: Endpoints, { told, untold }: AcceptedDeliveries): Promise<Ends> {
  await awaitSwept(endpoints);
  await awaitEmptyQueues(endpoints, DRAINED_WITHIN_MS);
  const lines = await createArchiveReader(endpoints).lines();
  const archived = new Set<string>();
  for (const line of lines) {
    const sha256 = sha256Of(archivedBytes(line));
    const accepted = told.get(line.deliveryid);
    archived.add(line.deliveryid);
    if (!accepted && untold.has(sha256)) continue;
    if (!accepted)
      throw new Breach(`Delivery ${line.deliveryid} of ${line.source} is archived, and nobody was told so`);
    if (!accepted.sha256s.has(sha256) && !untold.has(sha256))
      throw new Breach(`Delivery ${line.deliveryid} is archived with other bytes`);
    if (accepted.source !== line.source) {
      throw new Breach(
        `Delivery ${line.deliveryid} was signed by ${accepted.source} and is archived as of ${line.source}`,
      );
    }
  }
  const lost = [...told.keys()].filter((id) => !archived.has(id));
  if (lost.length > 0)
    throw new Breach(`${lost.length} accepted deliveries are not archived: ${lost.slice(0, 5).join()}`);

  const forwarded = new Set((await readResults(endpoints, 'results/forward/')).map(eventIdOf));
  const unforwarded = [...told.keys()].filter((id) => !forwarded.has(id));
  if (unforwarded.length > 0) throw new Breach(`${unforwarded.length} have no result of forward: ${unforwarded[0]}`);

  const ledgerTypes = new Set(ledgerTypesIn(endpoints));
  const ofMoney = lines.filter(({ type }) => ledgerTypes.has(type)).map(({ id }) => id);
  const counted = new Set((await readResults(endpoints, 'ledger/')).map(eventIdOf));
  const deadLetters = localDeadLetters(endpoints);
  const uncounted = [...new Set(ofMoney)].filter((id) => !counted.has(id));
  for (const id of uncounted) {
    if (!(await deadLetters.get('ledger', id)))
      throw new Breach(`Event ${id} has neither a result nor a dead letter of ledger`);
  }
  return { archived: archived.size, ledgerResults: counted.size, ledgerDeadLetters: uncounted.length };
}

/** What the queue did not confirm in time lies in the bucket until the next sweep. */
async function awaitSwept(endpoints: Endpoints): Promise<void> {
  const objects = localObjects(endpoints, 'ResultsBucket');
  const deadline = performance.now() + DRAINED_WITHIN_MS;
  for (;;) {
    let spilled = 0;
    for await (const _ of objects.list('spilled/')) spilled += 1;
    if (spilled === 0) return;
    if (performance.now() > deadline) throw new Breach(`${spilled} deliveries are spilled and not swept`);
    await sleep(LOOK_EVERY_MS);
  }
}

function ledgerTypesIn({ workers }: Endpoints): readonly string[] {
  const row = workers['ledger'];
  if (typeof row !== 'object' || row === null || !('types' in row) || !Array.isArray(row.types)) {
    throw new Error('endpoints.json names no types of the worker ledger');
  }
  return row.types.map(String);
}
