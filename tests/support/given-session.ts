// A command's session over a pipeline that answers what the test says, and a terminal that remembers.
import type { AboutAnswer } from '#shared/messages/inspect-request.ts';
import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Session } from '../../operator/commands/session.ts';
import type { Pipeline } from '../../operator/pipeline/pipeline.ts';
import type { Terminal } from '../../operator/terminal/terminal.ts';

export const NOW = new Date('2026-01-03T12:00:00.000Z');

const worker = (name: string) => ({ name, function: name, queue: name, deadLetterQueue: `${name}-dead-letters` });

export const givenAbout = (overrides: Partial<AboutAnswer> = {}): AboutAnswer => ({
  service: 'webhook-pipeline',
  stage: 'local',
  region: 'us-east-1',
  workers: [{ ...worker('dispatch'), queue: 'deliveries' }, worker('archive'), worker('forward')],
  replaysMax: 10,
  ...overrides,
});

const unasked = (what: string) => () => {
  throw new Error(`The test has not said what ${what} answers`);
};

export function givenPipeline(overrides: Partial<Pipeline> = {}): Pipeline {
  return {
    stage: 'local',
    about: givenAbout(),
    inspect: unasked('inspect'),
    replay: unasked('replay'),
    erase: unasked('erase'),
    queues: { depthOf: unasked('depthOf') },
    metrics: { read: unasked('metrics') },
    mappings: { of: unasked('mappings'), setEnabled: unasked('setEnabled') },
    logs: { find: unasked('logs') },
    config: {
      get: unasked('config'),
      putIfAbsent: unasked('config'),
      putIfUnchanged: unasked('config'),
      remove: unasked('config'),
      list: unasked('config'),
    },
    close: () => undefined,
    ...overrides,
  };
}

/** @param overrides of the terminal; `ask` left out: whoever is asked says yes */
export function givenSession(pipeline: Partial<Pipeline> = {}, overrides: Partial<Terminal> = {}) {
  const [written, told, questions, progress]: string[][] = [[], [], [], []];
  const interrupted = new AbortController();
  const slept: number[] = [];
  const terminal: Terminal = {
    write: (text) => void written!.push(text),
    tell: (text) => void told!.push(text),
    paint: (_, text) => text,
    columns: 120,
    isScreen: false,
    progress: { show: (line) => void progress!.push(line), end: () => undefined },
    ask: async (question) => {
      questions!.push(question);
      return true;
    },
    interrupted: interrupted.signal,
    ...overrides,
  };
  const session: Session = {
    pipeline: givenPipeline(pipeline),
    terminal,
    clock: {
      now: () => NOW,
      // A turn of the event loop stands for any time: whoever waits for something is not starved by it.
      sleep: async (ms, signal) => {
        slept.push(ms);
        await new Promise((turned) => setImmediate(turned));
        signal.throwIfAborted();
      },
    },
    ids: { unique: () => 'run-00000001' },
  };
  return {
    session,
    interrupted,
    slept,
    questions: questions!,
    progress: progress!,
    written: () => written!.join(''),
    told: () => told!.join(''),
    json: () =>
      written!
        .join('')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

export const givenAnswer = (overrides: Partial<ReplayAnswer> = {}): ReplayAnswer => {
  const { succeeded = 0, skipped = 0, failed = 0 } = overrides;
  return { state: 'finished', matched: succeeded + skipped + failed, succeeded, skipped, failed, ...overrides };
};

export const givenReceipt = (overrides: Partial<Receipt> = {}): Receipt => ({
  v: 1,
  run: 'run-00000001',
  state: 'finished',
  request: { kind: 'replay', from: 'archive', all: true, via: 'table', reason: 'S3 is back' },
  who: { arn: 'arn:aws:iam::000000000000:user/local', account: '000000000000' },
  startedAt: '2026-01-03T11:00:00.000Z',
  updatedAt: '2026-01-03T11:00:05.000Z',
  matched: 3,
  succeeded: 2,
  skipped: 1,
  failed: 0,
  skippedBecause: { done: 1 },
  pages: 1,
  invocations: [
    {
      requestId: 'request-1',
      who: { arn: 'arn:aws:iam::000000000000:user/local', account: '000000000000' },
      startedAt: '2026-01-03T11:00:00.000Z',
    },
  ],
  ...overrides,
});
