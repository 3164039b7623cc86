import { writeEvent } from '#shared/messages/event.ts';
import { DESTINATIONS_KEY } from '#shared/messages/destination.ts';
import { REDACTION_KEY } from '#shared/messages/redaction.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { githubPush, post } from '../post-webhook.ts';
import { finishable, recordDeadLetter, RETENTION_DAYS } from './given-work.ts';
import type { WatchedPipeline } from './pipeline-under-watch.ts';

type Entries = Readonly<Record<string, object>>;

/** So that nobody has to wait until ingest has read a new one. */
const canary = { provider: 'standard-webhooks', secrets: ['whsec_bG9jYWwtb25seS1jYW5hcnktc2VjcmV0LTI0LWJ5dGVz'] };

/** While nothing is configured, and what operators configure first. @returns the query of the source `board` */
export async function beforeConfiguration(pipeline: WatchedPipeline): Promise<string> {
  const { config, endpoints, invoke, hooks } = pipeline;
  const read = async (): Promise<Entries> => {
    const stored = await config.get(SOURCES_KEY);
    return stored === 'missing' ? {} : (JSON.parse(stored.bytes.toString()) as Entries);
  };
  const sources = await read();
  await Promise.all([SOURCES_KEY, DESTINATIONS_KEY, REDACTION_KEY].map((key) => config.remove(key)));
  const event = finishable('archive');
  await recordDeadLetter(pipeline, 'archive', event);
  const [{ status }] = await Promise.all([
    post(endpoints.webhooks, githubPush()),
    pipeline.send('forward', writeEvent(event)),
    invoke('probe', {}),
    invoke('inspect', { show: { id: event.id, body: true } }),
    pipeline.awaitCall('forward', 's3:ListBucket'),
  ]);
  expect(status).toBe(503);

  // The first source of all.
  const added = await hooks('sources', 'add', 'board', '--provider', 'asana', '--await-secret', '10m', '--json');
  const kept = Object.fromEntries(
    ['github', 'asana'].map((name) => [name, { ...sources[name], retentionDays: RETENTION_DAYS }]),
  );
  const configured = Buffer.from(JSON.stringify({ ...sources, ...kept, ...(await read()), canary }));
  await config.put(SOURCES_KEY, configured, { contentType: 'application/json' });
  await config.put(REDACTION_KEY, Buffer.from('{}'), { contentType: 'application/json' });
  return new URL((JSON.parse(added) as { readonly url: string }).url).search;
}
