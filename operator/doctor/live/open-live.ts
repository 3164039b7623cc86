import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenSession, Session } from '../../commands/session.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { countDeadLetters } from '../../verbs/count-dead-letters.ts';
import type { ConfigurationName, DeployedQueue, Live, ReadConfiguration } from '../doctor-context.ts';
import { queuesOfAbout, queuesOfTemplate } from './deployed-queues.ts';
import { orUnread } from './or-unread.ts';

export interface LivePorts {
  readonly stage: string;
  readonly stackName: string;
  readonly open: OpenSession;
  /** Of the account in which a deployed stage is. */
  readonly readStackTemplate: (stackName: string) => Promise<string | undefined>;
  readonly readAccountConcurrency: () => Promise<number>;
}

const LOCAL_FOLDER = join(import.meta.dirname, '..', '..', '..', 'local');

/** What runs or is deployed as the stage, asked once it is needed; and for all of it why it could not be. */
export function openLive({
  stage,
  stackName,
  open,
  readStackTemplate,
  readAccountConcurrency,
}: LivePorts): Live & { close(): Promise<void> } {
  let opening: Promise<Session> | undefined;
  const ask = async <Answer>(answer: (pipeline: Pipeline) => Promise<Answer>): Promise<Answer> => {
    opening ??= open();
    return answer((await opening).pipeline);
  };
  const isLocal = stage === LOCAL_STAGE;
  const readStored = (name: ConfigurationName) =>
    ask(async ({ config }): Promise<ReadConfiguration> => {
      const stored = await config.get(`config/${name}.json`);
      return {
        text: stored === 'missing' ? undefined : stored.bytes.toString('utf8'),
        from: isLocal ? 'the running pipeline' : `stage ${stage}`,
      };
    });

  return {
    readConfiguration: (name) =>
      orUnread(`stage ${stage}`, async () => {
        if (!isLocal) return readStored(name);
        // What commands change of the sources is in the running pipeline alone; all else it has from these files.
        return name === 'sources' ? readStored(name).catch(whereNothingRuns(name)) : ofLocalFile(name);
      }),
    accountConcurrency: () =>
      isLocal
        ? Promise.resolve({ unread: 'stage local is in no account' })
        : orUnread('lambda:GetAccountSettings', readAccountConcurrency),
    webhooksUrl: () =>
      orUnread(`stage ${stage}`, () =>
        ask(async ({ about }) => {
          if (about.webhooksUrl === undefined) throw new Error('the deployed version does not tell where it is');
          return about.webhooksUrl;
        }),
      ),
    deployedQueues: () =>
      isLocal
        ? orUnread('the running pipeline', () => ask(async ({ about }) => queuesOfAbout(about)))
        : orUnread('cloudformation:GetTemplate', () => readDeployed(stackName, readStackTemplate)),
    countMessages: (queue) =>
      orUnread(queue, () =>
        ask(async ({ queues }) => {
          const depth = await queues.depthOf(queue);
          return depth === 'missing' ? depth : depth.waiting + depth.inFlight + depth.delayed;
        }),
      ),
    countOpenDeadLetters: (worker) =>
      orUnread(`dead letters of ${worker}`, () =>
        ask((pipeline) => countDeadLetters({ from: worker, all: true }, pipeline)),
      ),
    async close() {
      await opening?.then(
        ({ pipeline }) => pipeline.close(),
        // Each question has told already that it never opened.
        () => undefined,
      );
    },
  };
}

async function readDeployed(
  stackName: string,
  readStackTemplate: LivePorts['readStackTemplate'],
): Promise<readonly DeployedQueue[] | 'none'> {
  const text = await readStackTemplate(stackName);
  return text === undefined ? 'none' : queuesOfTemplate(text, stackName);
}

/** Then what `npm start` would give it. */
const whereNothingRuns =
  (name: ConfigurationName) =>
  (error: unknown): ReadConfiguration => {
    if (!(error instanceof CommandError && error.exitCode === exitCode.notRunning)) throw error;
    return ofLocalFile(name);
  };

function ofLocalFile(name: ConfigurationName): ReadConfiguration {
  const file = join(LOCAL_FOLDER, `${name}.json`);
  return { text: existsSync(file) ? readFileSync(file, 'utf8') : undefined, from: `local/${name}.json` };
}
