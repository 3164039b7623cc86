import { Hono } from 'hono';
import * as v from 'valibot';
import { pauseWorker, resumeWorker } from '../../../verbs/pause-worker.ts';
import { readWorkers } from '../../../verbs/read-workers.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readJson } from '../read-json.ts';

const requestSchema = v.strictObject({ worker: v.pipe(v.string(), v.minLength(1)) });

/** Pausing keeps a worker's queue from feeding it; what comes meanwhile waits there. */
export function workerRoutes({ stage, clock, tell }: Pick<ConsolePorts, 'stage' | 'clock' | 'tell'>): Hono {
  const routes = new Hono().get('/', async (context) =>
    context.json(await stage.with((pipeline) => readWorkers(pipeline, context.req.raw.signal))),
  );
  for (const [path, change, done] of [
    ['/pause', pauseWorker, 'was paused'],
    ['/resume', resumeWorker, 'goes on'],
  ] as const) {
    routes.post(path, async (context) => {
      const { worker } = await readJson(context, requestSchema);
      const signal = context.req.raw.signal;
      const changed = await stage.with((pipeline) => change(worker, { pipeline, clock, signal }));
      tell(`${worker} ${done}.`);
      return context.json(changed);
    });
  }
  return routes;
}
