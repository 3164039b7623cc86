import type { Row, RowReport } from '../../row.ts';
import { shown } from '../../statistics.ts';
import { ingestMemory, type Look } from './ingest-memory.ts';
import { localMemory, type LocalLook } from './local-memory.ts';

/** From the first of them on everything is loaded, compiled and connected: growth is what each further webhook leaves behind. */
const LOOKS = [10_000, 40_000, 70_000, 100_000];
const LOOKS_QUICK = [500, 1_000, 2_000];
/** Local mode does much more for each, all of its workers included: as many as fit into some minutes. */
const LOCAL_LOOKS = [10_000, 20_000, 30_000];
const LOCAL_LOOKS_QUICK = [500, 1_000];
const MIB = 1024 * 1024;
/** A single id of 32 characters kept for each webhook is more. */
const GROWTH_BYTES_MAX = 16;

/** Whether anything stays behind after a hundred thousand webhooks. */
export const memoryRow: Row = {
  name: 'memory',
  title: 'Memory after 100,000 webhooks of ingest, and 30,000 of local mode',
  async run(context) {
    context.tell('ingest…');
    const ingest = await ingestMemory(context, context.quick ? LOOKS_QUICK : LOOKS);
    return reportOf(ingest, await localMemory(context, context.quick ? LOCAL_LOOKS_QUICK : LOCAL_LOOKS));
  },
};

function reportOf(ingest: readonly Look[], local: readonly LocalLook[]): RowReport {
  const growth = growthOf(ingest.map(({ webhooks, heapBytes }) => ({ webhooks, bytes: heapBytes })));
  const rssGrowth = growthOf(local.map(({ webhooks, rssBytes }) => ({ webhooks, bytes: rssBytes })));
  return {
    tables: [
      {
        title: 'The function ingest of stage prod, one webhook after the other, heap after a collection',
        columns: ['webhooks', 'heap MiB', 'external MiB', 'RSS MiB'],
        rows: ingest.map(({ webhooks, heapBytes, externalBytes, rssBytes }) => [
          webhooks.toLocaleString('en-US'),
          heapBytes / MIB,
          externalBytes / MIB,
          rssBytes / MIB,
        ]),
        note: `${shown(growth)} bytes of heap per webhook between the first and the last look.`,
      },
      {
        title: 'The process of local mode with all its functions, after everything has drained',
        columns: ['webhooks', 'RSS MiB'],
        rows: local.map(({ webhooks, rssBytes }) => [webhooks.toLocaleString('en-US'), rssBytes / MIB]),
        note: `${shown(rssGrowth)} bytes per webhook; it keeps messages and items of all webhooks on disk, and their index in memory. Refused with Retry-After and sent again: ${local.at(-1)?.sentAgain ?? 0}.`,
      },
    ],
    budgets: [
      {
        what: 'heap that ingest keeps of a webhook',
        budget: `≤ ${GROWTH_BYTES_MAX} bytes`,
        measured: `${shown(growth)} bytes`,
        met: growth <= GROWTH_BYTES_MAX,
      },
    ],
    figures: {
      'ingest.heapBytesPerWebhook': growth,
      'ingest.rssBytes': ingest.at(-1)?.rssBytes ?? Number.NaN,
      'local.rssBytesPerWebhook': rssGrowth,
      'local.rssBytes': local.at(-1)?.rssBytes ?? Number.NaN,
    },
  };
}

function growthOf(looks: readonly { readonly webhooks: number; readonly bytes: number }[]): number {
  const [first, last] = [looks.at(0), looks.at(-1)];
  return first && last ? (last.bytes - first.bytes) / (last.webhooks - first.webhooks) : Number.NaN;
}
