import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import { openTerminal } from '../../terminal/open-terminal.ts';

const HELP = `
Examples:
  npm run hooks -- plan --stage prod
  npm run hooks -- plan --stage prod --rate 400 --size 16 --mix archive=1,forward=0.2
  npm run hooks -- plan --stage prod --rate 40 --shape black-friday --html plan.html

What the packaged template of the stage would cost on AWS and where its ceilings are: prices and quotas of one dated file,
durations and sizes as assumed (operator/plan/data/assumptions.json). Asks nothing of AWS.
--traffic: [{"second":0,"perSecond":40},{"second":60,"perSecond":400}]; in between the rate follows a line.
--mix: shares of all events that workers get, or that sources send.

Exit codes: 0 done   1 failed   2 wrong usage
--json: one object of all that is shown.`;

export function addPlanCommand(program: Command, stage: () => string): void {
  program
    .command('plan')
    .description('Says what a stage costs at a rate, what its ceilings are, and how it does over time.')
    .option('--rate <webhooks>', 'webhooks a second', numberWithin(RATE_MIN, RATE_MAX), 40)
    .option('--size <kilobytes>', 'of a body', numberWithin(SIZE_KILOBYTES_MIN, SIZE_KILOBYTES_MAX), 4)
    .option('--region <region>', 'whose quotas count', 'us-east-1')
    .option('--mix <shares>', 'as worker=share or source=share, separated by commas')
    .addOption(
      new Option('--shape <name>', 'one traffic shape instead of all')
        .choices(['steady', 'black-friday', 'worker-down-2h', 'worker-paused-2h', 'poison-flood'] as const)
        .conflicts('traffic'),
    )
    .option('--traffic <file>', 'a shape of your own')
    .option('--durations <file>', 'other assumptions, as JSON')
    .option('--package <directory>', 'what `sls package` wrote; else the stage is packaged now')
    .option('--html <file>', 'write a page with charts as well')
    .option('--write-docs', 'make docs/cost-and-scale.md anew')
    .option('--json', 'one JSON object')
    .addHelpText('after', HELP)
    .action(async (options) => {
      const { showPlan } = await import('./show-plan.ts');
      await showPlan({ ...options, stage: stage() }, openTerminal());
    });
}

/** A hundred times what API Gateway lets through anywhere: more is a slip of the hand. */
const RATE_MAX = 1_000_000;
/** A few hundred webhooks a month: a million of them would take more than three centuries. */
const RATE_MIN = 0.0001;
/** Ingest answers 413 to more. */
const SIZE_KILOBYTES_MAX = 4096;
const SIZE_KILOBYTES_MIN = 0.01;

const numberWithin = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
};
