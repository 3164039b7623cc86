import { join } from 'node:path';
import { startDestination } from '../../pipelines/destination.ts';
import { localAsItIs, NAIVE_DIRECTORY, packageNaive } from '../../pipelines/packaged-variants.ts';
import type { RunningPipeline } from '../../pipelines/running-pipeline.ts';
import type { BenchContext, Row, RowReport } from '../../row.ts';
import { describeEndToEnd, type EndToEnd, type OfContender } from './describe-end-to-end.ts';
import { measureReload } from './measure-reload.ts';
import { acceptThenDrain, measureLatency, startContender, type Contender, type Drained } from './measured-pipeline.ts';

export const endToEndRow: Row = {
  name: 'end-to-end',
  title: 'End to end: local mode, persistent, from POST to stored result',
  run: measureEndToEnd,
};

interface Extent {
  /** Fresh starts, with a cold first event each. */
  readonly starts: number;
  readonly rounds: number;
  /** The reference works through fewer in the same time. */
  readonly drained: Readonly<Record<Contender['name'], number>>;
  readonly edits: number;
  /** Seconds of load at a rate, and webhooks at full load. */
  readonly ratedSeconds: number;
  readonly fullLoad: number;
}

const WHOLE: Extent = {
  starts: 5,
  rounds: 3,
  drained: { ours: 10_000, naive: 1000 },
  edits: 5,
  ratedSeconds: 20,
  fullLoad: 2000,
};
const QUICK: Extent = {
  starts: 1,
  rounds: 1,
  drained: { ours: 500, naive: 100 },
  edits: 1,
  ratedSeconds: 3,
  fullLoad: 200,
};
/** Webhooks a second; undefined: as fast as they are answered. */
const LOADS = [10, 100, undefined] as const;

async function measureEndToEnd({ packaged, scratch, quick, tell, signal }: BenchContext): Promise<RowReport> {
  const extent = quick ? QUICK : WHOLE;
  const destination = await startDestination();
  try {
    const destinationUrl = destination.url;
    const local = await localAsItIs(packaged.local, join(scratch, 'local'));
    const naive = await packageNaive(join(scratch, 'naive'), destinationUrl, signal);
    const contenders: readonly Contender[] = [
      { name: 'ours', serviceDirectory: process.cwd(), packaged: local, destinationUrl },
      { name: 'naive', serviceDirectory: NAIVE_DIRECTORY, packaged: naive, destinationUrl },
    ];
    tell(`${extent.starts} fresh starts of each pipeline…`);
    const starts = await measureStarts(contenders, extent, scratch, signal);
    const loaded = await measureLoads(contenders, extent, { scratch, signal, tell });
    tell(`${extent.edits} edits…`);
    const reloadSeconds = await measureReload(packaged.local, scratch, extent.edits, signal);
    const of = (name: Contender['name']): OfContender => ({ ...starts[name], ...loaded[name] });
    const measured: EndToEnd = { ours: of('ours'), naive: of('naive'), reloadSeconds };
    return describeEndToEnd(measured);
  } finally {
    await destination.close();
  }
}

type Starts = Readonly<Record<Contender['name'], Pick<OfContender, 'readySeconds' | 'coldMs'>>>;

async function measureStarts(
  contenders: readonly Contender[],
  { starts }: Extent,
  scratch: string,
  signal: AbortSignal,
): Promise<Starts> {
  const measured = {
    ours: { readySeconds: [] as number[], coldMs: [] as number[] },
    naive: { readySeconds: [] as number[], coldMs: [] as number[] },
  };
  // One after the other, in turn: each has the machine for itself.
  // oxlint-disable no-await-in-loop -- as above
  for (let round = 0; round < starts; round += 1) {
    for (const contender of contenders) {
      const pipeline = await startContender(contender, scratch, signal);
      const { readySeconds, coldMs } = measured[contender.name];
      readySeconds.push(pipeline.readySeconds);
      const { resultMs } = await measureLatency(pipeline, { count: 1 }, signal);
      coldMs.push(Math.max(...resultMs));
      await pipeline.stop();
    }
  }
  // oxlint-enable no-await-in-loop
  return measured;
}

type Loaded = Readonly<Record<Contender['name'], Pick<OfContender, 'drained' | 'latencies'>>>;

/** Both run all the time and are loaded in turn: the one that waits takes next to nothing. */
async function measureLoads(
  contenders: readonly Contender[],
  extent: Extent,
  { scratch, signal, tell }: Pick<BenchContext, 'scratch' | 'signal' | 'tell'>,
): Promise<Loaded> {
  const running: (readonly [Contender['name'], RunningPipeline])[] = [];
  const drained: Record<Contender['name'], Drained[]> = { ours: [], naive: [] };
  const latencies: Record<Contender['name'], OfContender['latencies'][number][]> = { ours: [], naive: [] };
  // oxlint-disable no-await-in-loop -- in turn
  try {
    for (const contender of contenders)
      running.push([contender.name, await startContender(contender, scratch, signal)]);
    for (const perSecond of LOADS) {
      for (const [name, pipeline] of running) {
        tell(`${name}: ${perSecond === undefined ? 'full load' : `${perSecond}/s`}…`);
        const count = perSecond === undefined ? extent.fullLoad : perSecond * extent.ratedSeconds;
        const load = { count, ...(perSecond !== undefined && { perSecond }) };
        latencies[name].push({ perSecond, ...(await measureLatency(pipeline, load, signal)) });
      }
    }
    for (let round = 0; round < extent.rounds; round += 1) {
      for (const [name, pipeline] of running) {
        tell(`${name}: ${extent.drained[name]} webhooks accepted, then drained…`);
        drained[name].push(await acceptThenDrain(pipeline, extent.drained[name], signal));
      }
    }
  } finally {
    for (const [, pipeline] of running) await pipeline.stop();
  }
  // oxlint-enable no-await-in-loop
  return {
    ours: { drained: drained.ours, latencies: latencies.ours },
    naive: { drained: drained.naive, latencies: latencies.naive },
  };
}
