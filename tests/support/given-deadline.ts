// Deadlines and invocations to start a test from: time enough, unless the test says otherwise.
import type { Context } from 'aws-lambda';
import type { Deadline } from '#shared/lambda/deadline.ts';
import type { WorkerContext } from '../../functions/workers/worker.ts';
import { TRACEPARENT } from './ports.ts';

const REMAINING_MS = 30_000;
/** Less what the edge keeps back of it. */
const WORK_MS = 22_500;

export function givenDeadline(overrides: Partial<Deadline> = {}): Deadline {
  const { signal } = new AbortController();
  const { signal: storeSignal } = new AbortController();
  return { signal, storeSignal, workMs: () => WORK_MS, remainingMs: () => REMAINING_MS, ...overrides };
}

export const passedDeadline = (): Deadline => givenDeadline({ signal: AbortSignal.abort() });

/** What Lambda hands a function beside the event. */
export function givenInvocation(remainingMs: () => number = () => REMAINING_MS): Context {
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: remainingMs } as Context;
}

export function givenWorkerContext(overrides: Partial<WorkerContext> = {}): WorkerContext {
  return {
    attempt: 1,
    attemptsMax: 10,
    traceparent: TRACEPARENT,
    deadline: givenDeadline().signal,
    remainingMs: () => WORK_MS,
    noteDuplicate: () => undefined,
    readBody: async () => Buffer.from('{"a":1}'),
    ...overrides,
  };
}
