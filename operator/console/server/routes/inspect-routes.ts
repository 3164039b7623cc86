import { Hono, type Context } from 'hono';
import * as v from 'valibot';
import { inspectRequestSchema, type InspectRequest } from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { countDeadLetters } from '../../../verbs/count-dead-letters.ts';
import { groupDeadLetters } from '../../../verbs/group-dead-letters.ts';
import { listDeadLetters } from '../../../verbs/list-dead-letters.ts';
import { listRuns } from '../../../verbs/list-runs.ts';
import { showDeadLetters } from '../../../verbs/show-dead-letters.ts';
import { showRun, sinceOf } from '../../../verbs/show-run.ts';
import type { runSinceSchema } from '../../protocol/run-since.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readQuery } from '../read-json.ts';
import { WrongRequest } from '../wrong-request.ts';

type Ask<Kind extends keyof InspectRequest> = (
  asked: NonNullable<InspectRequest[Kind]>,
  pipeline: Pipeline,
  signal: AbortSignal,
) => Promise<object>;

/** What can be asked about dead letters and runs: the query says how, as the function `inspect` takes it. */
export function inspectRoutes({ stage, answers }: Pick<ConsolePorts, 'stage' | 'answers'>): Hono {
  const answer = <Kind extends keyof InspectRequest>(kind: Kind, ask: Ask<Kind>) =>
    [
      `/${kind}`,
      async (context: Context) => {
        const asked = readAsked(kind, readQuery(context, anything));
        return context.json(await stage.with((pipeline) => ask(asked, pipeline, context.req.raw.signal)));
      },
    ] as const;

  const recall = async (key: string, find: (signal: AbortSignal) => Promise<object>, context: Context) => {
    const { answer: found, asOf } = await answers.ask(key, find, context.req.raw.signal);
    return { ...found, ...(asOf && { asOf: asOf.toISOString() }) };
  };

  /** These may read all that there is. */
  const recalled = <Kind extends keyof InspectRequest>(kind: Kind, ask: Ask<Kind>) =>
    [
      `/${kind}`,
      async (context: Context) => {
        const asked = readAsked(kind, readQuery(context, anything));
        const find = (signal: AbortSignal) => stage.with((pipeline) => ask(asked, pipeline, signal));
        const key = JSON.stringify({ [kind]: asked });
        return context.json(await recall(key, find, context));
      },
    ] as const;

  return new Hono()
    .get(...recalled('list', listDeadLetters))
    .get(...recalled('count', async (asked, ...rest) => ({ count: await countDeadLetters(asked, ...rest) })))
    .get(...recalled('groups', async (asked, ...rest) => ({ groups: await groupDeadLetters(asked, ...rest) })))
    .get(...answer('show', showDeadLetters))
    .get(...answer('runs', listRuns))
    .get(...answer('run', showRun))
    .get('/since', async (context) => {
      const asked = readAsked('run', readQuery(context, anything));
      const find = (signal: AbortSignal) => stage.with((pipeline) => readSince(asked, pipeline, signal));
      return context.json(await recall(`since ${asked.run}`, find, context));
    })
    .get('/about', async (context) => context.json(await stage.with(async ({ about }) => about)));
}

/** Of what a run has sent: its records are read, as many as there are. */
async function readSince(
  { run }: NonNullable<InspectRequest['run']>,
  pipeline: Pipeline,
  signal: AbortSignal,
): Promise<v.InferOutput<typeof runSinceSchema>> {
  const { run: receipt } = await showRun({ run }, pipeline, signal);
  const since = await sinceOf(receipt, pipeline, signal);
  return since === undefined ? {} : { since };
}

const anything = v.record(v.string(), v.unknown());

/** @throws {WrongRequest} that names the field */
function readAsked<Kind extends keyof InspectRequest>(kind: Kind, asked: unknown): NonNullable<InspectRequest[Kind]> {
  const parsed = v.safeParse(inspectRequestSchema, { [kind]: asked });
  if (!parsed.success) throw new WrongRequest(describe(parsed.issues));
  const checked = parsed.output[kind];
  if (checked === undefined) throw new WrongRequest(`${kind} is missing`);
  return checked;
}

const describe = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues.map((issue) => [v.getDotPath(issue), issue.message].filter((part) => part !== null).join(': ')).join('; ');
