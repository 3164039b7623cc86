// `npm run chaos`: the real pipeline in local mode, while everything that it stands on breaks.
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedLocal } from '../support/packaged-local.ts';
import { EXIT_CODES, exitCode, ownDirectory, runProgram, stopOnInterrupt } from '../support/run-program.ts';
import type { Verdict } from './conservation/verdict.ts';
import { tellProgress } from './report/tell-progress.ts';
import { writeTable } from './report/write-table.ts';
import { unleashChaos } from './unleash-chaos.ts';

/** One kill -9 for so many webhooks, and three at least. */
const WEBHOOKS_PER_KILL = 2500;
const KILLS_LEAST = 3;

const stopping = stopOnInterrupt();
let isBreached = false;

const program = new Command('npm run chaos --')
  .description(
    'Runs the pipeline on this machine and breaks what it stands on: requests to AWS fail, hang and lose their answers, ' +
      'functions and the whole process are killed. Then it looks whether anything that was accepted is lost or doubled. ' +
      'A seed draws the same faults again; which request meets them depends on the machine.',
  )
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('Add --help to see how it is used.')
  .option('--seed <n>', 'draws faults and kills', count, 1)
  .option('--webhooks <n>', 'so many are posted; the default takes about ten minutes on two cores', count, 20_000)
  .option('--kills <n>', 'so often the process is killed with -9 (default: once for 2,500 webhooks, at least 3)', count)
  .option('--speed <n>', 'so much faster pass the times of SQS and the schedules', count, 40)
  .option(
    '--packaged <directory>',
    'what `sls package --stage local` wrote; without it, or PACKAGED_DIR, that is done first',
  )
  .option('--keep', 'leave state and log, to look at them')
  .option('--json', 'one JSON object instead of a table')
  .addHelpText('after', EXIT_CODES)
  .action(async (options) => {
    const directory = options.keep ? mkdtempSync(join(tmpdir(), 'webhook-pipeline-chaos-')) : ownDirectory('chaos');
    const verdict = await unleash(directory, options).finally(() => {
      if (options.keep) process.stderr.write(`State and pipeline.log are in ${directory}\n`);
    });
    isBreached = verdict.breaches.length > 0;
    process.stdout.write(`${options.json ? JSON.stringify(verdict) : writeTable(verdict)}\n`);
  });

interface Options {
  readonly seed: number;
  readonly webhooks: number;
  readonly kills?: number | undefined;
  readonly speed: number;
  readonly packaged?: string | undefined;
  readonly json?: true | undefined;
}

async function unleash(directory: string, options: Options): Promise<Verdict> {
  const { webhooks, kills = Math.max(KILLS_LEAST, Math.floor(webhooks / WEBHOOKS_PER_KILL)) } = options;
  const packaged = await packagedLocal({ packaged: options.packaged, directory, signal: stopping });
  const over = new AbortController();
  let told: Promise<void> | undefined;
  try {
    return await unleashChaos({
      ...options,
      kills,
      packaged,
      directory,
      signal: stopping,
      onBegun(progress) {
        // With --json a program reads, and what is told on stderr is what went wrong.
        if (process.stderr.isTTY || !options.json) told = tellProgress(progress, process.stderr, over.signal);
      },
    });
  } finally {
    over.abort();
    await told;
  }
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('It needs a whole number above 0.');
}

await runProgram(
  async () => {
    await program.parseAsync();
    return isBreached ? exitCode.breached : exitCode.held;
  },
  { signal: stopping, sentence: 'Stopped before the end: this says nothing about what is lost.' },
);
