import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearLine, cursorTo } from 'node:readline';
import { createClients } from '../../support/emulator-clients.ts';
import type { Progress } from '../unleash-chaos.ts';

const EVERY_MS = 500;
/** A log is told less often than a terminal: a run of ten minutes makes twenty lines. */
const LOGGED_EVERY_MS = 30_000;

/** One line that is written over and over; where there is no terminal a line of its own now and then. */
export async function tellProgress(progress: Progress, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  if (!stream.isTTY) return logProgress(progress, stream, signal);
  while (!signal.aborted) {
    const line = await describe(progress);
    if (signal.aborted) break;
    clearLine(stream, 0);
    cursorTo(stream, 0);
    stream.write(line.slice(0, stream.columns - 1));
    // It rejects only when there is no more to tell, which the loop sees by itself.
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  clearLine(stream, 0);
  cursorTo(stream, 0);
}

async function logProgress(progress: Progress, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOGGED_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const line = await describe(progress);
    stream.write(`${line}\n`);
  }
}

async function describe({ tally, countFaults, endpoints }: Progress): Promise<string> {
  const { requests, faults } = countFaults();
  return [
    tally.phase,
    `${tally.posted} posted`,
    `${tally.accepted} accepted`,
    `${await countWaiting(endpoints())} waiting`,
    `${tally.processKills} + ${sum(tally.environmentKills)} kills`,
    `${sum(faults)} faults in ${requests} requests`,
  ].join(' · ');
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);

async function countWaiting({ aws, queues }: ReturnType<Progress['endpoints']>): Promise<number | '?'> {
  const clients = createClients(aws);
  try {
    const asked = Object.values(queues).map((url) =>
      clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })),
    );
    const counts = (await Promise.all(asked)).flatMap(({ Attributes = {} }) => [
      Number(Attributes['ApproximateNumberOfMessages']),
      Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
    ]);
    return counts.reduce((all, one) => all + one, 0);
  } catch {
    // While the process is dead nobody can tell.
    return '?';
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
