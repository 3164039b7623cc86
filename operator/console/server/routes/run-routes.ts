import { Hono } from 'hono';
import * as v from 'valibot';
import { replayRequestSchema, runNameSchema } from '#shared/messages/replay-request.ts';
import { abortRun } from '../../../verbs/abort-run.ts';
import { foreseeRun } from '../../../verbs/foresee-run.ts';
import type { RunAsked } from '../../../verbs/run-asked.ts';
import { showRun } from '../../../verbs/show-run.ts';
import { beginRequestSchema } from '../../protocol/begin-request.ts';
import type { Progress } from '../../protocol/progress.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readJson, readQuery } from '../read-json.ts';
import { WrongRequest } from '../wrong-request.ts';

const namedSchema = v.strictObject({ run: runNameSchema });
const abortSchema = v.strictObject({ run: runNameSchema, reason: v.pipe(v.string(), v.trim(), v.minLength(1)) });

/** What changes dead letters: foreseen first, then begun here, and watched by whoever looks. */
export function runRoutes(ports: Pick<ConsolePorts, 'stage' | 'runs' | 'ids' | 'clock' | 'tell'>): Hono {
  const { stage, runs, ids, clock, tell } = ports;
  // A stage that is away is told at once, and not by a run that has failed.
  const checkStage = () => stage.with(async ({ about }) => about);

  return new Hono()
    .post('/foresee', async (context) => {
      const asked = readAsked(await readJson(context, beginRequestSchema), 'foresee');
      return context.json(await stage.with((pipeline) => foreseeRun(asked, pipeline, context.req.raw.signal)));
    })
    .post('/begin', async (context) => {
      const asked = readAsked(await readJson(context, beginRequestSchema), 'begin');
      await checkStage();
      const run = ids.unique();
      runs.begin(run, asked);
      tell(`Run ${run} was begun.`);
      return context.json({ run }, 202);
    })
    .post('/resume', async (context) => {
      const { run } = await readJson(context, namedSchema);
      await checkStage();
      runs.resume(run);
      tell(`Run ${run} goes on.`);
      return context.json({ run }, 202);
    })
    .post('/abort', async (context) => {
      const asked = await readJson(context, abortSchema);
      tell(`Run ${asked.run} is being aborted.`);
      return context.json(
        await stage.with((pipeline) => abortRun(asked, { pipeline, clock, signal: context.req.raw.signal })),
      );
    })
    .get('/progress', async (context) => {
      const { run } = readQuery(context, namedSchema);
      const known = runs.progressOf(run);
      if (known?.state === 'running') return context.json(known);
      const { run: receipt } = await stage.with((pipeline) => showRun({ run }, pipeline, context.req.raw.signal));
      return context.json({ run, state: 'elsewhere', ...known, receipt } satisfies Progress);
    });
}

/** @throws {WrongRequest} before anything is begun */
function readAsked(asked: v.InferOutput<typeof beginRequestSchema>, use: 'foresee' | 'begin'): RunAsked {
  const dryRun = use === 'foresee';
  const request =
    'replay' in asked ? { replay: { ...asked.replay, dryRun } } : { discard: { ...asked.discard, dryRun } };
  const parsed = v.safeParse(replayRequestSchema, request);
  if (!parsed.success) {
    throw new WrongRequest(
      parsed.issues.map((issue) => [v.getDotPath(issue), issue.message].filter(Boolean).join(': ')).join('; '),
    );
  }
  const { replay, discard } = parsed.output;
  if (replay) return { replay: withoutSettings(replay) };
  if (discard) return { discard: withoutSettings(discard) };
  throw new WrongRequest('The request asks for nothing');
}

function withoutSettings<
  Asked extends { readonly dryRun: boolean; readonly run?: unknown; readonly identity?: unknown },
>(asked: Asked): Omit<Asked, 'dryRun' | 'run' | 'identity'> {
  const { dryRun: _, run: __, identity: ___, ...rest } = asked;
  return rest;
}
