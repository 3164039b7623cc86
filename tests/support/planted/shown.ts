import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { openPipeline } from '../../../operator/pipeline/open-pipeline.ts';
import { givenConsole } from '../../unit/operator/console/given-console.ts';
import type { LocalPipeline } from '../local-pipeline.ts';
import { runHooks } from '../run-hooks.ts';
import { startHooks } from '../start-hooks.ts';

/** Everything that somebody was shown, by where. */
export interface Shown {
  readonly texts: ReadonlyMap<string, string>;
  add(where: string, text: string): void;
  /** What a command printed, of both kinds. */
  hooks(args: readonly string[], input?: string): Promise<string>;
}

export function createShown({ localDir }: LocalPipeline): Shown {
  const texts = new Map<string, string>();
  const add = (where: string, text: string) => void texts.set(where, `${texts.get(where) ?? ''}${text}\n`);
  return {
    texts,
    add,
    async hooks(args, input) {
      const { stdout, stderr } = await runHooks(localDir, args, input === undefined ? {} : { input });
      add(`hooks ${args.join(' ')}`, stdout + stderr);
      return stdout;
    },
  };
}

/** `tail` until it has told of this, and its Ctrl-C. */
export async function tailUntil({ localDir }: LocalPipeline, shown: Shown, sought: string): Promise<void> {
  const child = startHooks(localDir, ['tail', '--since', '1h', '--json']);
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes(sought)) child.kill('SIGINT');
  }
  shown.add('hooks tail', text);
}

/** The log groups of all functions, where metrics are lines, too. */
export async function readLogs({ endpoints }: LocalPipeline, shown: Shown): Promise<void> {
  const { aws: endpoint, region, functions } = endpoints;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new CloudWatchLogsClient({ endpoint, region, credentials, maxAttempts: 1 });
  try {
    for (const name of Object.values(functions)) {
      const logGroupName = `/aws/lambda/${name}`;
      // A function that has never run has no group.
      const pages = paginateFilterLogEvents({ client }, { logGroupName });
      // oxlint-disable-next-line no-await-in-loop -- one group after the other
      for await (const { events = [] } of withoutMissing(pages)) {
        shown.add(`log of ${name}`, events.map(({ message = '' }) => message).join(''));
      }
    }
  } finally {
    client.destroy();
  }
}

async function* withoutMissing<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
  }
}

/** What the console's server answers to its page. */
export async function askConsole(
  { localDir }: LocalPipeline,
  shown: Shown,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { read, told } = givenConsole({
    open: () => openPipeline({ environment: { ...process.env, LOCAL_DIR: localDir } }),
  });
  for (const [verb, request] of Object.entries(asked)) {
    // oxlint-disable-next-line no-await-in-loop -- as a page asks, and no faster
    const answer = await read(verb, request);
    expect([verb, answer.status]).toEqual([verb, 200]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    shown.add(`console ${verb}`, await answer.text());
  }
  shown.add('terminal of the console', told.join('\n'));
}
