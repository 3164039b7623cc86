import * as v from 'valibot';
import type { Endpoints } from '../../../local/endpoints.ts';
import { invokeFunction } from '../../../tests/support/invoke-function.ts';
import { manyDeadLetters, recordDeadLetters } from '../../../tests/support/many-dead-letters.ts';
import { startPipeline } from '../../pipelines/running-pipeline.ts';
import { switchMappings } from '../../pipelines/switch-mappings.ts';
import type { Row } from '../../row.ts';
import { median, shown } from '../../statistics.ts';

const WORKER = 'forward';
/** Of each selection one part; what is left over at the end is replayed without a filter. */
const COUNT = 20_000;
const COUNT_QUICK = 2_000;
const SENT_PER_SECOND_LEAST = 2_000;
const KINDS = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].map((name) => ({
  fingerprint: `${name}000011112222`,
  message: `Kind ${name}`,
}));
const FROM = new Date('2026-11-20T10:00:00.000Z');

const answerSchema = v.object({ succeeded: v.number(), failed: v.number() });

interface Selection {
  readonly name: string;
  readonly isFiltered: boolean;
  readonly selection: object;
}

const ofKind = (place: number) => ({ fingerprints: [KINDS[place]?.fingerprint] });
const selections: readonly Selection[] = [
  { name: 'one kind', isFiltered: true, selection: ofKind(0) },
  { name: 'one kind of one source', isFiltered: true, selection: { ...ofKind(1), sources: ['stripe'] } },
  {
    name: 'one kind in a span of time',
    isFiltered: true,
    selection: { ...ofKind(2), between: { from: '2026-11-20T10:15:00.000Z' } },
  },
  { name: 'all that is left', isFiltered: false, selection: { all: true } },
];

/** Dead letters sent again per second, chosen from the table, while nobody takes them from the queue. */
export const replayRow: Row = {
  name: 'replay',
  title: 'Dead letters replayed per second',
  async run({ packaged, scratch, quick, tell, signal }) {
    const pipeline = await startPipeline({
      serviceDirectory: process.cwd(),
      packaged: packaged.local,
      directory: scratch,
      signal,
    });
    try {
      const { endpoints } = pipeline;
      await switchMappings(endpoints, [WORKER], false);
      const count = quick ? COUNT_QUICK : COUNT;
      tell(`recording ${count} dead letters…`);
      const sources = ['stripe', 'github'];
      await recordDeadLetters(endpoints, manyDeadLetters({ worker: WORKER, count, kinds: KINDS, sources, from: FROM }));
      // The first invocation loads the function.
      await replay(endpoints, { ids: [`${WORKER}/none`] });
      const measured = [];
      for (const { name, isFiltered, selection } of selections) {
        signal.throwIfAborted();
        tell(`${name}…`);
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        measured.push({ name, isFiltered, ...(await replay(endpoints, selection)) });
      }
      return reportOf(measured);
    } finally {
      await pipeline.stop();
    }
  },
};

async function replay(endpoints: Endpoints, selection: object) {
  const startedMs = performance.now();
  const answered = await invokeFunction(endpoints, 'replay', {
    replay: { from: WORKER, reason: 'To see how long it takes', ...selection },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const { succeeded, failed } = v.parse(answerSchema, answered);
  if (failed > 0) throw new Error(`${failed} dead letters were not sent.`);
  return { sent: succeeded, seconds, perSecond: succeeded / seconds };
}

type Measured = Pick<Selection, 'name' | 'isFiltered'> & Awaited<ReturnType<typeof replay>>;

function reportOf(measured: readonly Measured[]) {
  const filtered = median(measured.filter(({ isFiltered }) => isFiltered).map(({ perSecond }) => perSecond));
  const unfiltered = median(measured.filter(({ isFiltered }) => !isFiltered).map(({ perSecond }) => perSecond));
  return {
    tables: [
      {
        title: 'Selected from the table, sent to the queue of a paused worker, local mode with persistence',
        columns: ['selection', 'sent', 'seconds', 'sent/s'],
        rows: measured.map(({ name, sent, seconds, perSecond }) => [name, sent, seconds, perSecond]),
        note: 'Wall-clock time of this machine. SQS itself moves 500/s from a dead-letter queue, and all of them.',
      },
    ],
    budgets: [
      {
        what: 'filtered replay, from the table',
        budget: `≥ ${SENT_PER_SECOND_LEAST.toLocaleString('en-US')} sent/s`,
        measured: `${shown(filtered)}/s`,
        met: filtered >= SENT_PER_SECOND_LEAST,
      },
    ],
    figures: { 'filtered.perSecond': filtered, 'unfiltered.perSecond': unfiltered },
  };
}
