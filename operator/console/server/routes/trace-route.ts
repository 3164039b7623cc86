import { Hono } from 'hono';
import * as v from 'valibot';
import { traceDelivery } from '../../../verbs/trace/trace-delivery.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readQuery } from '../read-json.ts';

const requestSchema = v.strictObject({
  /** A delivery's, an event's or the sender's own event id. */
  id: v.pipe(v.string(), v.trim(), v.minLength(1)),
});

/** One delivery from the request to each worker's end. */
export function traceRoute({ stage, clock }: Pick<ConsolePorts, 'stage' | 'clock'>): Hono {
  return new Hono().get('/trace', async (context) => {
    const asked = readQuery(context, requestSchema);
    const signal = context.req.raw.signal;
    const trace = await stage.with((pipeline) => traceDelivery(asked, { pipeline, clock, signal }));
    return context.json({ trace });
  });
}
