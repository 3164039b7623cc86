import { writeEvent } from '#shared/messages/event.ts';
import { DESTINATIONS_KEY } from '#shared/messages/destination.ts';
import { REDACTION_KEY } from '#shared/messages/redaction.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { givenEvent } from '../given-messages.ts';
import { githubPush, post } from '../post-webhook.ts';
import type { WatchedPipeline } from './pipeline-under-watch.ts';

/** While neither sources nor destinations are configured, and what operators configure first. @returns the board's query */
export async function beforeConfiguration(pipeline: WatchedPipeline): Promise<string> {
  const { config, endpoints } = pipeline;
  const sources = await config.get(SOURCES_KEY);
  if (sources === 'missing') throw new Error('Local mode published no sources');
  await Promise.all([config.remove(SOURCES_KEY), config.remove(DESTINATIONS_KEY), config.remove(REDACTION_KEY)]);
  const [{ status }] = await Promise.all([
    post(endpoints.webhooks, githubPush()),
    pipeline.send('forward', writeEvent(givenEvent())),
    pipeline.invoke('probe', {}),
    pipeline.invoke('inspect', { list: { from: 'archive', all: true, limit: 1 } }),
  ]);
  expect(status).toBe(503);
  await pipeline.awaitCall('forward', 's3:ListBucket');
  // The first source of all.
  const added = await pipeline.hooks(
    'sources',
    'add',
    'board',
    '--provider',
    'asana',
    '--await-secret',
    '10m',
    '--json',
  );
  const { url } = JSON.parse(added) as { url: string };
  const board = await config.get(SOURCES_KEY);
  const both = [sources, board].map(
    (stored) => JSON.parse(stored === 'missing' ? '{}' : stored.bytes.toString()) as object,
  );
  await config.put(SOURCES_KEY, Buffer.from(JSON.stringify(Object.assign({}, ...both))), {
    contentType: 'application/json',
  });
  return new URL(url).search;
}
