// A forward worker's destination, its breaker and its dead letters, in memory.
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { breakerId, type Breaker } from '#shared/breakers/breaker.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack } from '#shared/dead-letters/send-back.ts';
import { createWithReceipt } from '#shared/dead-letters/with-receipt.ts';
import type { DeadLetter, DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Destinations } from '#shared/messages/destination.ts';
import type { Failure } from '#shared/messages/failure.ts';
import { outcomePageSchema, receiptSchema } from '#shared/messages/receipt.ts';
import * as v from 'valibot';
import { createProbeDestinations } from '../../../../functions/probe/probe-destinations.ts';
import { givenDeadline } from '../../../support/given-deadline.ts';
import {
  countingIds,
  fixedClock,
  memoryObjects,
  memoryTable,
  recordingLog,
  recordingQueue,
} from '../../../support/ports.ts';

export const START_MS = Date.parse('2026-01-02T03:04:05.000Z');

const erp = { url: 'https://erp.test/', secrets: ['whsec_c2VjcmV0'], timeoutSeconds: 10, replaysPerSecond: 10 };

interface GivenDeadLetter {
  readonly failure?: Partial<Failure>;
  readonly state?: DeadLetterState;
  readonly claimedUntil?: string;
  readonly replays?: number;
}

export function givenProbe(destinations: Destinations = { erp }) {
  const clock = fixedClock(START_MS / 1000);
  const markers = memoryTable();
  const letters = memoryTable({
    'by-time': { partition: 'workerState', sort: 'lastAt' },
    'by-group': { partition: 'workerState', sort: 'groupAt' },
  });
  const breakers = createBreakerStore(markers);
  const deadLetters = createDeadLetterStore(letters);
  const queue = recordingQueue();
  const results = memoryObjects();
  const log = recordingLog();
  const pauses: number[] = [];
  // A pause is over at once and the time of it has passed.
  const hurriedClock = {
    now: () => clock.now(),
    sleep: async (ms: number) => {
      pauses.push(ms);
      clock.advance(ms);
    },
  };
  const ports = {
    destinations: async () => destinations,
    breakers,
    deadLetters,
    sendBack: createSendBack({ store: deadLetters, queueOf: () => queue, clock }),
    withReceipt: createWithReceipt({ results, clock: hurriedClock, log }),
    clock: hurriedClock,
    ids: countingIds(),
    log,
  };
  const probeDestinations = createProbeDestinations(ports);
  return {
    breakers,
    clock,
    deadLetters,
    letters,
    log,
    markers,
    pauses,
    queue,
    results,
    /** What the results bucket holds, in the order of its runs. */
    receipts: () =>
      [...results.stored]
        .filter(([key]) => key.startsWith('replays/'))
        .map(([key, { bytes }]) => {
          const receipt = v.parse(receiptSchema, JSON.parse(bytes.toString()));
          expect(key).toBe(`replays/${receipt.run}.json`);
          return receipt;
        }),
    /** Of one run, page after page. */
    outcomes: (run: string) =>
      [...results.stored]
        .filter(([key]) => key.startsWith(`replay-outcomes/${run}/`))
        .flatMap(([, { bytes }]) => v.parse(outcomePageSchema, JSON.parse(bytes.toString())).outcomes),
    /** One tick that has its 50 s. */
    async tick() {
      const endMs = clock.now().getTime() + 50_000;
      const ended = new AbortController();
      const signal = new Proxy(ended.signal, {
        get: (target, name) => {
          if (name === 'aborted') return clock.now().getTime() >= endMs;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      const workMs = () => endMs - clock.now().getTime();
      const remainingMs = () => workMs() + 10_000;
      return probeDestinations(givenDeadline({ signal, workMs, remainingMs }), 'request-1');
    },
    async putBreaker(breaker: Partial<Breaker>) {
      const { destination = 'erp' } = breaker;
      const stored = await breakers.get(destination);
      const record: Breaker = {
        v: 1,
        id: breakerId(destination),
        destination,
        state: 'open',
        waitSeconds: 60,
        untilMs: START_MS,
        expiresAt: 1,
      };
      await breakers.put({ ...record, ...breaker }, stored?.revision ?? 'absent');
    },
    async putDeadLetter(eventId: string, { failure, ...given }: GivenDeadLetter = {}) {
      const at = clock.now().toISOString();
      const id = `forward/${eventId}`;
      const stored = await deadLetters.get(id);
      const record: DeadLetter = {
        v: 1,
        id,
        worker: 'forward',
        eventId,
        state: 'open',
        replays: 0,
        arrivals: 1,
        recordedAt: at,
        expiresAt: 1_900_000_000,
        body: `body of ${eventId}`,
        attributes: { type: 'a' },
        failure: {
          v: 1,
          class: 'destination-down',
          name: 'GiveUp',
          message: 'erp takes nothing at the moment',
          fingerprint: 'f',
          firstAt: at,
          lastAt: at,
          worker: 'forward',
          queue: 'forward',
          destination: 'erp',
          ...failure,
        },
        ...given,
      };
      await deadLetters.put(record, stored?.revision ?? 'absent');
    },
    breaker: async () => (await breakers.get('erp'))?.breaker,
    sent: () => queue.sent.map(({ body }) => body),
  };
}

export type GivenProbe = ReturnType<typeof givenProbe>;
