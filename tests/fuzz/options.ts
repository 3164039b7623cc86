import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { EXIT_CODES } from '../support/run-program.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly minutes?: number;
  readonly packaged?: string;
  readonly replay?: string;
  readonly json: boolean;
}

const REQUESTS = 3000;

/** @throws {CommanderError} for a wrong usage, and when only the help was asked for */
export function readOptions(argv: readonly string[]): FuzzOptions {
  const command = new Command('npm run fuzz --')
    .description('Sends hostile HTTP to the front and to ingest of a local mode of its own, and sees that all holds.')
    .option(
      '--requests <n>',
      `end after about so many requests (default: ${REQUESTS}, which takes one to two minutes on two cores)`,
      positive,
    )
    .addOption(new Option('--minutes <n>', 'end after so long instead').argParser(positive).conflicts('requests'))
    .option('--seed <n>', 'what is sent; without it another one each time', whole)
    .option('--replay <file>', 'send what a failure has left in this file, and nothing else')
    .option(
      '--packaged <directory>',
      'what `sls package --stage local` wrote; without it, or PACKAGED_DIR, that is done first',
    )
    .option('--json', 'the report as one JSON object')
    .addHelpText(
      'after',
      `\nEnvironment:\n  PORT, AWS_PORT  where the pipeline under fuzz listens (any free port)\n${EXIT_CODES}`,
    )
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .parse([...argv]);
  const { seed, requests, minutes, packaged, replay, json } = command.opts();
  return {
    seed: seed ?? Math.floor(Math.random() * 1_000_000_000),
    requests: requests ?? REQUESTS,
    ...(minutes !== undefined && { minutes }),
    ...(packaged !== undefined && { packaged }),
    ...(replay !== undefined && { replay }),
    json: json ?? false,
  };
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It needs a number above 0.');
}

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It needs a whole number of at most nine digits.');
}
