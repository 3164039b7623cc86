import { systemClock } from '#shared/lambda/system.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { checkRunning } from '../../pipeline/check-running.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { openMappings } from '../../pipeline/open-mappings.ts';
import { openResults } from '../../pipeline/open-results.ts';
import { createInvokeFunction } from '../../pipeline/invoke-function.ts';
import { isDisconnected } from '../../pipeline/is-disconnected.ts';
import { localDirectory, readEndpoints, type Endpoints } from '../../pipeline/read-endpoints.ts';
import { reachLocal } from '../../pipeline/reach-local.ts';
import { readRunningSources } from '../../pipeline/read-running-sources.ts';
import { awaitResults } from './await-results.ts';
import { chooseWebhook } from './choose-webhook.ts';
import { createDeadLetterFinder } from './create-dead-letter-finder.ts';
import { createDeadLetterLook } from './create-dead-letter-look.ts';
import { createEventResultFinder } from './create-event-result-finder.ts';
import { createPoster } from './create-poster.ts';
import { createResultFinder } from './create-result-finder.ts';
import { describePaused } from './describe-paused.ts';
import { createResultFollower, type ResultFollower } from './create-result-follower.ts';
import { sendWebhooks } from './send-webhooks.ts';
import { hasFailed, type SentWebhook } from './sent-webhook.ts';
import { chooseView } from './views/choose-view.ts';
import { watchDeadLetters } from './watch-dead-letters.ts';

export interface SendOptions {
  readonly source: string;
  readonly type: string | undefined;
  readonly file: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  readonly perSecond: number | undefined;
  readonly timeoutSeconds: number;
  readonly isFollowed: boolean;
  readonly asJson: boolean;
}

/**
 * Sends what the options ask for to the pipeline that runs here, and shows what becomes of it.
 * @throws {CommandError} when the options name something that does not exist, or nothing runs
 */
export async function send(options: SendOptions): Promise<ExitCode> {
  const chosen = await chooseWebhook(await readRunningSources(), options);
  const endpoints = readEndpoints(localDirectory(process.env));
  await checkRunning(endpoints.webhooks);

  const stopping = new AbortController();
  const { signal } = stopping;
  process.once('SIGINT', () => stopping.abort('interrupted'));

  if (options.isFollowed) await tellOfPaused(endpoints);
  const follower = options.isFollowed ? openFollower(endpoints) : undefined;
  await follower?.begin();
  const sent = new Set<SentWebhook>();
  const view = chooseView({ ...options, stdout: process.stdout, stderr: process.stderr, now });
  const onChange = (webhook: SentWebhook) => {
    sent.add(webhook);
    view.changed(webhook);
  };
  const ports = {
    post: createPoster(endpoints.webhooks, now),
    webhooksUrl: endpoints.webhooks,
    follower,
    workers: endpoints.workers,
    now,
    onChange,
    signal,
  };
  const sending = sendWebhooks(chosen, options, ports);
  try {
    await (follower ? follow({ follower, sending, endpoints, signal }, options) : sending);
  } catch (error) {
    stopping.abort('failed');
    if (!hasStopped(error)) throw error;
    throw new CommandError(
      exitCode.notRunning,
      'The pipeline stopped while its results were awaited: start it again with `npm start`.',
    );
  } finally {
    view.end([...sent]);
  }
  if (signal.reason === 'interrupted') return exitCode.interrupted;
  return [...sent].some(hasFailed) ? exitCode.failed : exitCode.done;
}

/** On stderr: what is piped is what became of the webhooks. */
async function tellOfPaused(endpoints: Endpoints): Promise<void> {
  const mappings = openMappings(await reachLocal(process.env));
  const names = ['dispatch', ...Object.keys(endpoints.workers)].filter((name) => name in endpoints.functions);
  const lines = await describePaused(names, { mappings, stage: LOCAL_STAGE }).finally(() => mappings.close());
  for (const line of lines) process.stderr.write(line);
}

interface Following {
  readonly follower: ResultFollower;
  readonly sending: Promise<void>;
  readonly endpoints: Endpoints;
  readonly signal: AbortSignal;
}

/** Results and, beside them, the dead letters of those that do not come. */
async function follow(
  { follower, sending, endpoints, signal }: Following,
  { timeoutSeconds }: Pick<SendOptions, 'timeoutSeconds'>,
): Promise<void> {
  const followed = new AbortController();
  const look = createDeadLetterLook(follower, createDeadLetterFinder(createInvokeFunction(endpoints)), now);
  await Promise.all([
    awaitResults(follower, sending, { timeoutSeconds, now, signal }).finally(() => followed.abort()),
    watchDeadLetters(look, AbortSignal.any([signal, followed.signal])),
  ]);
}

/** Workers that no webhook of ours can reach cost one listing per look; workers are few. */
function openFollower(endpoints: Endpoints): ResultFollower {
  const results = openResults(endpoints);
  const finders = Object.entries(endpoints.workers).map(([worker, row]) => {
    const prefix = row.resultsPrefix ?? `results/${worker}/`;
    const finder =
      row.results === 'event'
        ? createEventResultFinder(results, prefix)
        : createResultFinder(results, prefix, systemClock);
    return [worker, finder] as const;
  });
  return createResultFollower(new Map(finders), now);
}

const now = () => performance.now();

const hasStopped = (error: unknown) =>
  isDisconnected(error) || (error instanceof CommandError && isDisconnected(error.cause));
