// `npm run chaos`: the real pipeline in local mode, while everything that it stands on breaks.
import { Command, CommanderError, InvalidArgumentError } from '@commander-js/extra-typings';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { packageService } from '../../local/package-service.ts';
import { StartRefused } from '../../local/start-refused.ts';
import type { Verdict } from './conservation/verdict.ts';
import { tellProgress } from './report/tell-progress.ts';
import { writeTable } from './report/write-table.ts';
import { ChaosFailed } from './storm/chaos-failed.ts';
import { unleashChaos } from './unleash-chaos.ts';

const exitCode = { held: 0, breached: 1, wrongUsage: 2, notRun: 3, stopped: 130 } as const;
/** One kill -9 for so many webhooks, and three at least. */
const WEBHOOKS_PER_KILL = 2500;
const KILLS_LEAST = 3;

const stopping = new AbortController();

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
  .option('--webhooks <n>', 'so many are posted', count, 20_000)
  .option('--kills <n>', 'so often the process is killed with -9 (default: once for 2,500 webhooks, at least 3)', count)
  .option('--speed <n>', 'so much faster pass the times of SQS and the schedules', count, 40)
  .option(
    '--packaged <directory>',
    'what `sls package --stage local` wrote; without it, or PACKAGED_DIR, that is done first',
  )
  .option('--keep', 'leave state and log, to look at them')
  .option('--json', 'one JSON object instead of a table')
  .addHelpText(
    'after',
    '\nExit codes:\n  0 nothing lost, nothing doubled   1 something was   2 wrong usage   3 it could not run   130 Ctrl-C',
  )
  .action(async (options) => {
    const verdict = await inDirectory(options.keep ?? false, (directory) => unleash(directory, options));
    process.stdout.write(`${options.json ? JSON.stringify(verdict) : writeTable(verdict)}\n`);
    process.exitCode = verdict.breaches.length === 0 ? exitCode.held : exitCode.breached;
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
  const packaged = await packagedDirectory(directory, options);
  const over = new AbortController();
  let told: Promise<void> | undefined;
  try {
    return await unleashChaos({
      ...options,
      kills,
      packaged,
      directory,
      signal: stopping.signal,
      onBegun(progress) {
        if (process.stderr.isTTY) told = tellProgress(progress, process.stderr, over.signal);
      },
    });
  } finally {
    over.abort();
    await told;
  }
}

async function packagedDirectory(directory: string, { packaged, json }: Options): Promise<string> {
  const ofTests = process.env['PACKAGED_DIR'];
  const given = packaged ?? (ofTests && join(ofTests, 'local'));
  if (given === undefined || given === '') {
    if (!json) process.stdout.write('Packaging the service …\n');
    await packageService(process.cwd(), join(directory, 'package'));
    return join(directory, 'package');
  }
  if (existsSync(join(given, 'serverless-state.json'))) return resolve(given);
  throw new ChaosFailed(`${given} holds no packaged service: npx sls package --stage local --package ${given}`);
}

async function inDirectory<Result>(isKept: boolean, use: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-chaos-'));
  try {
    return await use(directory);
  } finally {
    if (isKept) process.stderr.write(`State and pipeline.log are in ${directory}\n`);
    else rmSync(directory, { recursive: true, force: true });
  }
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('It needs a whole number above 0.');
}

// The first one stops in order; the children do not outlive this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(exitCode.stopped);
    stopping.abort();
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

function explain(error: unknown): number {
  // Commander has already printed what was wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.held : exitCode.wrongUsage;
  if (stopping.signal.aborted) {
    process.stderr.write('Stopped before the end: this says nothing about what is lost.\n');
    return exitCode.stopped;
  }
  const isKnown = error instanceof ChaosFailed || error instanceof StartRefused;
  const text = isKnown ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${styleText('red', text, { stream: process.stderr })}\n`);
  return exitCode.notRun;
}
