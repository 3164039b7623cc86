import { readFileSync } from 'node:fs';
import { loadWebhooks } from '../../load/load-webhooks.ts';
import { awaitDrained } from '../../pipelines/await-drained.ts';
import { startDestination } from '../../pipelines/destination.ts';
import { putDestination } from '../../pipelines/put-destination.ts';
import { startPipeline } from '../../pipelines/running-pipeline.ts';
import type { BenchContext } from '../../row.ts';

const BODY_BYTES = 4096;
const CONNECTIONS = 8;

export interface LocalLook {
  readonly webhooks: number;
  readonly rssBytes: number;
  /** How often the sender was refused with Retry-After and sent again, so far. */
  readonly sentAgain: number;
}

/** What the process of local mode takes after so many webhooks and all that follows from them, all of its functions included. */
export async function localMemory(context: BenchContext, looks: readonly number[]): Promise<readonly LocalLook[]> {
  const { packaged, scratch, tell, signal } = context;
  const destination = await startDestination();
  const pipeline = await startPipeline({
    serviceDirectory: process.cwd(),
    packaged: packaged.local,
    directory: scratch,
    signal,
  });
  try {
    const { endpoints, port } = pipeline;
    await putDestination(endpoints, destination.url);
    const seen: LocalLook[] = [];
    let done = 0;
    let sentAgain = 0;
    for (const until of looks) {
      tell(`local mode, ${until} webhooks…`);
      // oxlint-disable no-await-in-loop -- one after the other
      const load = { port, count: until - done, bytes: BODY_BYTES, connections: CONNECTIONS };
      sentAgain += (await loadWebhooks(load, signal)).sentAgain;
      await awaitDrained(endpoints, signal);
      // oxlint-enable no-await-in-loop
      done = until;
      seen.push({ webhooks: done, rssBytes: rssBytesOf(pipeline.pid), sentAgain });
    }
    return seen;
  } finally {
    await pipeline.stop();
    await destination.close();
  }
}

/** Not a number where the system does not tell. */
function rssBytesOf(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
