import * as v from 'valibot';
import { TROUBLES } from '../../../tests/simulation/scenario.ts';
import { measureProcess, type ProcessMeasured } from '../../measure-process.ts';
import type { Row } from '../../row.ts';

const DELIVERIES = 100;
const SEEDS = 100;
const SEEDS_QUICK = 4;
/** What is started once, whatever follows: its cost is taken off by a run of one seed. */
const SEEDS_ALONE = 1;

const toldSchema = v.object({ realSeconds: v.number(), asked: v.number() });

/** How many deliveries are simulated in a second, and in a second of the processor. */
export const simulateRow: Row = {
  name: 'simulate',
  title: 'Simulated deliveries',
  async run({ packaged, quick, tell, signal }) {
    const seeds = quick ? SEEDS_QUICK : SEEDS;
    const simulate = (count: number, without: readonly string[]) => {
      const troubles = without.length === 0 ? [] : ['--without', without.join(',')];
      const options = ['--seeds', String(count), '--deliveries', String(DELIVERIES), '--packaged', packaged.prod];
      return measureProcess({ args: ['tests/simulation/cli.ts', '--json', ...options, ...troubles], signal });
    };
    const rateOf = async (name: string, without: readonly string[]) => {
      tell(`${seeds} seeds ${name}…`);
      const alone = await simulate(SEEDS_ALONE, without);
      return { name, ...ratesOf(await simulate(seeds, without), alone, seeds - SEEDS_ALONE) };
    };
    const rates = [await rateOf('with all troubles', []), await rateOf('without troubles', TROUBLES)];
    return {
      tables: [
        {
          title: `${seeds} seeds of ${DELIVERIES} deliveries each`,
          columns: ['world', 'deliveries/s', 'deliveries per CPU second', 'CPU ms per delivery'],
          rows: rates.map(({ name, perSecond, perCpuSecond }) => [name, perSecond, perCpuSecond, 1000 / perCpuSecond]),
          note: 'What one seed alone takes, with start and loading, is taken off.',
        },
      ],
      budgets: [],
      figures: Object.fromEntries(
        rates.flatMap(({ perSecond, perCpuSecond }, place) => [
          [`${place === 0 ? 'troubled' : 'calm'}.perSecond`, perSecond],
          [`${place === 0 ? 'troubled' : 'calm'}.perCpuSecond`, perCpuSecond],
        ]),
      ),
    };
  },
};

function ratesOf(all: ProcessMeasured, alone: ProcessMeasured, seeds: number) {
  const { realSeconds } = v.parse(toldSchema, JSON.parse(all.stdout));
  const { realSeconds: secondsAlone } = v.parse(toldSchema, JSON.parse(alone.stdout));
  const deliveries = seeds * DELIVERIES;
  return {
    perSecond: deliveries / (realSeconds - secondsAlone),
    perCpuSecond: (deliveries * 1000) / (all.cpuMs - alone.cpuMs),
  };
}
