import { Hono } from 'hono';
import { readStatus } from '../../../verbs/read-status.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readCharts } from '../read-charts.ts';

/** Where the pipeline stands now, and over the last hour. */
export function overviewRoutes({ stage, clock }: Pick<ConsolePorts, 'stage' | 'clock'>): Hono {
  return new Hono()
    .get('/status', async (context) =>
      context.json(await stage.with((pipeline) => readStatus({ now: clock.now() }, pipeline, context.req.raw.signal))),
    )
    .get('/charts', async (context) =>
      context.json(await stage.with((pipeline) => readCharts(pipeline, clock.now(), context.req.raw.signal))),
    );
}
