// `npm run bench`: what the pipeline takes, measured beside what others take, in one run.
import { Argument, Command } from '@commander-js/extra-typings';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../shared/lambda/system.ts';
import { createProgress } from '../operator/terminal/create-progress.ts';
import { paintFor } from '../operator/terminal/paint.ts';
import { exitCode, ownDirectory, runProgram, stopOnInterrupt, WrongUsage } from '../tests/support/run-program.ts';
import { describeMachine, machineLine } from './describe-machine.ts';
import { installPeers } from './install-peers.ts';
import { packagedStages } from './packaged-stages.ts';
import { jsonReport } from './report/json-report.ts';
import { performancePage } from './report/performance-page.ts';
import { describeBudgets, describeOutcome } from './report/text-report.ts';
import { rows } from './rows.ts';
import { runRows, type RowOutcome } from './run-rows.ts';

const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const names = rows.map(({ name }) => name);
/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

const signal = stopOnInterrupt();
let code: number = exitCode.held;

const EXAMPLES = `
Rows:
${rows.map(({ name, title }) => `  ${name.padEnd(14)}${title}`).join('\n')}

Examples:
  npm run bench -- verify --quick
  npm run bench -- init warm --json
  npm run bench -- --write

Exit codes:
  0 every budget met   1 one was not   2 wrong usage   3 a row failed, or nothing could be run   130 Ctrl-C`;

interface Options {
  readonly json?: true | undefined;
  readonly write?: true | undefined;
  readonly quick?: true | undefined;
  readonly packaged?: string | undefined;
}

const program = new Command('npm run bench --')
  .description('Measures the pipeline beside others, as ratios of what ran side by side, and against its budgets.')
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('Add --help to see how it is used.')
  .addArgument(new Argument('[row...]', 'only these').choices(names))
  .option('--json', 'one JSON object with every figure')
  .option('--write', 'put the tables into docs/performance.md')
  .option('--quick', 'fewer repetitions, to see that it works: its figures say little')
  .option('--packaged <directory>', 'where stages `local` and `prod` are packaged; without it that is done first')
  .addHelpText('after', EXAMPLES)
  .action(async (asked, options) => {
    if (options.write && options.quick) throw new WrongUsage('Figures of a quick run are not worth writing down.');
    code = await bench(asked, options);
  });

await runProgram(
  async () => {
    await program.parseAsync();
    return code;
  },
  { signal, sentence: 'Interrupted: nothing was written.' },
);

async function bench(asked: readonly string[], { json, write, quick, packaged }: Options): Promise<number> {
  const machine = describeMachine(systemClock.now());
  const directory = ownDirectory('bench');
  const progress = createProgress(process.stderr, systemClock);
  // With --json a program reads, and what stands on stderr is what went wrong.
  const tell = (line: string) => (process.stderr.isTTY || !json ? progress.show(line) : undefined);
  const screen = {
    paint: paintFor(process.stdout),
    columns: process.stdout.isTTY ? process.stdout.columns || COLUMNS : Infinity,
  };
  const say = (text: string) => void (json || process.stdout.write(`${text}\n`));

  const chosen = rows.filter(({ name }) => asked.length === 0 || asked.includes(name));
  await installPeers(tell, signal);
  const stages = chosen.some(({ needsPackages }) => needsPackages !== false)
    ? await packagedStages({ packaged, directory, tell, signal })
    : { local: directory, prod: directory };
  say(machineLine(machine));
  const outcomes: RowOutcome[] = [];
  for await (const outcome of runRows(chosen, { directory, packaged: stages, quick: quick === true, tell, signal })) {
    progress.end();
    outcomes.push(outcome);
    say(`\n${describeOutcome(outcome, screen)}`);
    if (outcome.failure !== undefined && json) process.stderr.write(`${outcome.row.name} failed: ${outcome.failure}\n`);
  }
  if (json) process.stdout.write(`${jsonReport(machine, outcomes, quick === true)}\n`);
  else say(describeBudgets(outcomes, screen));
  if (write) writeFileSync(page, performancePage(readFileSync(page, 'utf8'), outcomes, machine, names));
  return codeOf(outcomes);
}

function codeOf(outcomes: readonly RowOutcome[]): number {
  if (outcomes.some(({ failure }) => failure !== undefined)) return exitCode.notRun;
  const budgets = outcomes.flatMap(({ report }) => report?.budgets ?? []);
  return budgets.every(({ met }) => met) ? exitCode.held : exitCode.breached;
}
