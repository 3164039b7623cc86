// `npm run simulate`: many runs of the whole pipeline in a world in which everything goes wrong that can.
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { availableParallelism } from 'node:os';
import { wholeNumber } from '../../operator/whole-number.ts';
import { EXIT_CODES, exitCode, NotRun, runProgram, stopOnInterrupt } from '../support/run-program.ts';
import { bugs } from './bugs/index.ts';
import { replayLine } from './replay-line.ts';
import { TROUBLES, type Trouble } from './scenario.ts';
import { simulateFromTerminal } from './simulate-from-terminal.ts';
import { SimulatorFailed } from './threads/simulation-threads.ts';

const signal = stopOnInterrupt();
let outcome: 'held' | 'breached' | 'interrupted' = 'held';

const EXAMPLES = `
Examples:
  npm run simulate -- --seed 1 --seeds 200
  npm run simulate -- --seed 4711 --deliveries 12 --without slow,skew --troubles-max 3
  npm run simulate -- --plant ack-before-send --seeds 200 --first
  npm run simulate -- --kept

Troubles:
  ${TROUBLES.join(', ')}

Bugs that can be planted:
${[...bugs].map(([file, { name }]) => `  ${file}: ${name}`).join('\n')}
${EXIT_CODES}`;

const program = new Command('npm run simulate --')
  .description(
    'Simulates the packaged pipeline with its real code: time, queues, topic, bucket, tables and destinations are made up, and fail as the seed decides. The same seed and commit make the same run.',
  )
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('Add --help to see how it is used.')
  .option('--seed <n>', 'the first seed', fromNothing, 1)
  .option('--seeds <n>', 'so many seeds from there on (default: 1; with --kept none)', wholeNumber)
  .option('--deliveries <n>', 'so many webhooks in each run', wholeNumber, 100)
  .option('--without <troubles>', 'these do not occur, separated by commas', troubles)
  .option('--troubles-max <n>', 'after so many nothing goes wrong any more', fromNothing)
  .addOption(
    new Option('--plant <bug>', 'put this mistake into the pipeline, to see it found').choices([...bugs.keys()]),
  )
  .option('--kept', 'also the scenarios of tests/simulation/seeds, which failed once')
  .option('--first', 'end with the first breach')
  .option('--no-shrink', 'do not look for a smaller scenario with the same breach')
  .option('--save <directory>', 'write what failed there, in the form of tests/simulation/seeds')
  .option('--jobs <n>', 'so many runs at once', wholeNumber, availableParallelism())
  .option(
    '--packaged <directory>',
    'what `sls package --stage prod` wrote; without it, or PACKAGED_DIR, that is done first',
  )
  .option('--json', 'one JSON object with every verdict')
  .addHelpText('after', EXAMPLES)
  .action(async (options) => {
    const asked = {
      ...options,
      seeds: options.seeds ?? (options.kept ? 0 : 1),
      without: options.without ?? [],
      troublesMax: options.troublesMax ?? Number.POSITIVE_INFINITY,
      kept: options.kept ?? false,
      first: options.first ?? false,
      json: options.json ?? false,
    };
    outcome = await simulateFromTerminal(asked, signal);
  });

await runProgram(
  async () => {
    await program.parseAsync().catch(nameScenario);
    return exitCode[outcome];
  },
  { signal, sentence: 'Interrupted before the first seed: this says nothing about the pipeline.' },
);

/** A failure of the simulator itself is seen again as a breach is. */
function nameScenario(error: unknown): never {
  if (!(error instanceof SimulatorFailed)) throw error;
  throw new NotRun(`${error.stack}\nAgain: ${replayLine(error.scenario)}`);
}

function fromNothing(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

function troubles(text: string): readonly Trouble[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TROUBLES.some((trouble) => trouble === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no trouble '${unknown}'. These are known: ${TROUBLES.join(', ')}.`);
  }
  return TROUBLES.filter((trouble) => names.includes(trouble));
}
