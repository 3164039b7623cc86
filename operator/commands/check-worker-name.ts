import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { nearest } from '../terminal/nearest.ts';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';

type About = Pick<Pipeline, 'about'>;

const DISPATCH = 'dispatch';
/** Functions that nobody sends events to: none of them is a misspelt worker. */
const STEPS: ReadonlySet<string> = new Set([
  'ingest',
  'keeper',
  'measure',
  'probe',
  'sweep',
  'inspect',
  'replay',
  'erase',
]);

/** One that has dead letters. @throws {CommandError} that names those there are, and the one that may be meant */
export const checkWorkerName = (worker: string, { about }: About): void =>
  check(
    worker,
    about.workers.map(({ name }) => name),
    'is a step of the pipeline and no worker: it has no dead letters of its own',
  );

/** One that gets events from the topic. @throws {CommandError} likewise */
export function checkSubscriberName(worker: string, { about }: About): void {
  const names = about.workers.map(({ name }) => name).filter((name) => name !== DISPATCH);
  check(worker, names, 'is a step of the pipeline and no worker: events of the archive cannot be sent to it');
}

function check(worker: string, names: readonly string[], whyNoStep: string): void {
  try {
    checkWorker(worker, names);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    if (worker === DISPATCH || STEPS.has(worker)) throw wrong(`${worker} ${whyNoStep}. ${sentence}`);
    const meant = nearest(worker, names);
    throw wrong(meant === undefined ? sentence : `${sentence} Did you mean ${meant}?`);
  }
}

const wrong = (sentence: string) => new CommandError(exitCode.wrongUsage, sentence);
