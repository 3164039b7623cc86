import { Hono } from 'hono';
import type { Clock } from '#shared/ports.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { countDeadLetters } from '../../../verbs/count-dead-letters.ts';
import { readStatus } from '../../../verbs/read-status.ts';
import type { ConsolePorts } from '../console-ports.ts';
import type { Recalled } from '../recall.ts';
import { readCharts } from '../read-charts.ts';

/** The rest of the overview is there by then; a count that is not comes with the next look. */
const PATIENCE_MS = 400;

/** Where the pipeline stands now, and over the last hour. */
export function overviewRoutes({ stage, clock, counts }: Pick<ConsolePorts, 'stage' | 'clock' | 'counts'>): Hono {
  const readNow = (pipeline: Pipeline, asking: AbortSignal) => {
    const countOpen = async (from: string) => {
      const find = (signal: AbortSignal) => countDeadLetters({ from, all: true }, pipeline, signal);
      return soon(counts.ask(from, find, asking), clock);
    };
    return readStatus({ now: clock.now(), countOpen }, pipeline, asking);
  };
  return new Hono()
    .get('/status', async (context) =>
      context.json(await stage.with((pipeline) => readNow(pipeline, context.req.raw.signal))),
    )
    .get('/charts', async (context) =>
      context.json(await stage.with((pipeline) => readCharts(pipeline, clock.now(), context.req.raw.signal))),
    );
}

async function soon(counting: Promise<Recalled<number>>, { sleep }: Pick<Clock, 'sleep'>): Promise<number | undefined> {
  const counted = new AbortController();
  const waiting = sleep(PATIENCE_MS, counted.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return (await Promise.race([counting, waiting]))?.answer;
  } finally {
    counted.abort();
    // Where it failed too late to be told, the next look asks again.
    counting.catch(() => undefined);
  }
}
