// A sender in a process of its own: signs everything first, then posts, then prints what came back as one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { loadSpecSchema, type LoadReport, type LoadSpec } from './load-report.ts';
import { openConnection, type Connection } from './post-on-connection.ts';
import { createSignedRequests } from './webhooks.ts';

/** What is refused so often is not refused because of a moment's crowd. */
const TRIES_MAX = 10;

const spec = v.parse(loadSpecSchema, JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${JSON.stringify(await send(spec))}\n`);

async function send({ port, count, bytes, connections, perSecond }: LoadSpec): Promise<LoadReport> {
  const requests = createSignedRequests(count, bytes, `127.0.0.1:${port}`);
  const answerMs: number[] = [];
  const dueAt: Record<string, number> = {};
  const others: Record<string, number> = {};
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let next = 0;
  let accepted = 0;
  let sentAgain = 0;

  async function sendUntilTaken(connection: Connection, request: Buffer) {
    for (let tries = 1; ; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other on a connection
      const answer = await connection.post(request);
      if (answer.retryAfterSeconds === undefined || tries === TRIES_MAX) return answer;
      sentAgain += 1;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(answer.retryAfterSeconds * 1000);
    }
  }

  async function sendInTurn(): Promise<void> {
    const connection = openConnection(port);
    for (let index = next++; index < requests.length; index = next++) {
      const due = perSecond === undefined ? performance.now() : startedAt + (index * 1000) / perSecond;
      // oxlint-disable-next-line no-await-in-loop -- one request after the other on a connection
      if (due > performance.now()) await sleep(due - performance.now());
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { status, body } = await sendUntilTaken(connection, requests[index] ?? Buffer.alloc(0));
      answerMs.push(performance.now() - due);
      const isAccepted = status >= 200 && status < 300;
      accepted += isAccepted ? 1 : 0;
      if (!isAccepted) others[status] = (others[status] ?? 0) + 1;
      const id = /"deliveryId":"([^"]+)"/.exec(body)?.[1];
      if (id !== undefined) dueAt[id] = performance.timeOrigin + due;
    }
    connection.close();
  }

  await Promise.all(Array.from({ length: connections }, sendInTurn));
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAt) / 1000;
  return { accepted, others, sentAgain, seconds, answerMs, dueAt, cpuMs: (user + system) / 1000 };
}
