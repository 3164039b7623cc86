import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../../../local/functions/bundle-options.ts';
import { readPackagedService } from '../../../template/read-packaged-service.ts';
import { createFunctionBench } from '../../functions/function-bench.ts';
import type { PackagedFunction } from '../../functions/packaged-functions.ts';
import type { BenchContext, Budget, Row, Table } from '../../row.ts';
import { median, pairedRatios, shownRatio, type Spread } from '../../statistics.ts';
import { buildFloor } from './build-floor.ts';
import { measureStarts, type Starts, type Variant } from './measure-starts.ts';

const idiomaticSource = fileURLToPath(new URL('../../idiomatic/ingest.ts', import.meta.url));

const ROUNDS = 21;
const ROUNDS_QUICK = 3;
const BUDGET_RATIO = 0.65;

interface Measured {
  readonly one: PackagedFunction;
  readonly ours: Starts;
  readonly floor: Starts;
  /** Of ingest alone. */
  readonly idiomatic?: Starts | undefined;
}

/** What a cold function takes to its first answer. */
export const initRow: Row = {
  name: 'init',
  title: 'A fresh process, from its start to the first answer',
  async run(context) {
    const bench = await createFunctionBench(context);
    const build = await createBuilds(context);
    const measured: Measured[] = [];
    try {
      for (const one of bench.functions) {
        context.tell(`${one.name}…`);
        const environment = one.environment(bench.stub.url);
        const event = await bench.eventFile(one.name);
        const variants: Record<string, Variant> = {
          ours: { bundle: one.bundle, event, timeoutSeconds: one.timeoutSeconds, environment },
          floor: { bundle: await build.floor(one), environment },
          ...(one.name === 'ingest' && { idiomatic: { bundle: await build.idiomatic(), event, environment } }),
        };
        const starts = await measureStarts(variants, context.quick ? ROUNDS_QUICK : ROUNDS, context.signal);
        const [ours, floor] = [starts.get('ours'), starts.get('floor')];
        if (ours && floor) measured.push({ one, ours, floor, idiomatic: starts.get('idiomatic') });
      }
    } finally {
      await bench.stub.close();
    }
    const idiomatic = measured.filter(({ idiomatic }) => idiomatic !== undefined);
    return {
      tables: [startTable(measured), ...idiomatic.map(idiomaticTable)],
      budgets: idiomatic.map(budgetOf),
      figures: Object.fromEntries(measured.flatMap(figuresOf)),
    };
  },
};

/** The floor is built as the functions are; the idiomatic one as serverless-esbuild does where nobody says anything. */
async function createBuilds({ packaged, scratch }: BenchContext) {
  const { esbuild } = await readPackagedService(packaged.prod);
  const options = bundleOptions(esbuild, process.cwd());
  return {
    async floor({ name, bundle }: PackagedFunction): Promise<string> {
      const outfile = join(scratch, 'floor', `${name}.cjs`);
      await buildFloor(bundle, outfile, options);
      return outfile;
    },
    async idiomatic(): Promise<string> {
      const outfile = join(scratch, 'idiomatic', 'ingest.cjs');
      const entryPoints = [idiomaticSource];
      await build({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node24', logLevel: 'error' });
      return outfile;
    },
  };
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(0);

const startTable = (measured: readonly Measured[]): Table => ({
  title: 'Every function, and its load beside the least that can make the same calls',
  columns: [
    'function',
    'bundle kB',
    'zip kB',
    'built-ins',
    'load ms CPU',
    'load to floor',
    'to answer ms CPU',
    'ms wall',
  ],
  rows: measured.map(({ one, ours, floor }) => [
    one.name,
    kilobytes(one.bundleBytes),
    kilobytes(one.zipBytes),
    ours.builtIns,
    median(ours.loadCpuMs),
    shownRatio(pairedRatios(ours.loadCpuMs, floor.loadCpuMs)),
    median(ours.answerCpuMs),
    median(ours.answerWallMs),
  ]),
  note: 'The floor imports the same clients and commands, makes the clients, and is built with the same settings.',
});

interface Ratios {
  readonly load: Spread;
  readonly answer: Spread;
  readonly wall: Spread;
}

const ratiosOf = (ours: Starts, theirs: Starts): Ratios => ({
  load: pairedRatios(ours.loadCpuMs, theirs.loadCpuMs),
  answer: pairedRatios(ours.answerCpuMs, theirs.answerCpuMs),
  wall: pairedRatios(ours.answerWallMs, theirs.answerWallMs),
});

function idiomaticTable({ one, ours, idiomatic = ours }: Measured): Table {
  const ratios = ratiosOf(ours, idiomatic);
  return {
    title: `${one.name} beside the idiomatic build of it: sources read, signature checked, message sent`,
    columns: ['build', 'bundle kB', 'built-ins', 'load ms CPU', 'to answer ms CPU', 'ms wall'],
    rows: [
      ...Object.entries({ ours, idiomatic }).map(([name, starts]) => [
        name,
        kilobytes(starts.bundleBytes),
        starts.builtIns,
        median(starts.loadCpuMs),
        median(starts.answerCpuMs),
        median(starts.answerWallMs),
      ]),
      ['ratio', '', '', shownRatio(ratios.load), shownRatio(ratios.answer), shownRatio(ratios.wall)],
    ],
    note: 'Idiomatic: Powertools as middy middleware, whole clients, zod, esbuild as it is by default.',
  };
}

function budgetOf({ one, ours, idiomatic = ours }: Measured): Budget {
  const { answer } = ratiosOf(ours, idiomatic);
  return {
    what: `${one.name}, process start to first 2xx, CPU`,
    budget: `≤ ${BUDGET_RATIO} × the idiomatic build`,
    measured: shownRatio(answer),
    met: answer.median <= BUDGET_RATIO,
  };
}

function figuresOf({ one, ours, floor, idiomatic }: Measured): [string, number][] {
  const prefix = `init.${one.name}`;
  return [
    [`${prefix}.bundleBytes`, one.bundleBytes],
    [`${prefix}.zipBytes`, one.zipBytes],
    [`${prefix}.loadCpuMs`, median(ours.loadCpuMs)],
    [`${prefix}.loadToFloor`, pairedRatios(ours.loadCpuMs, floor.loadCpuMs).median],
    [`${prefix}.answerCpuMs`, median(ours.answerCpuMs)],
    ...(idiomatic
      ? [[`${prefix}.toIdiomatic`, ratiosOf(ours, idiomatic).answer.median] satisfies [string, number]]
      : []),
  ];
}
