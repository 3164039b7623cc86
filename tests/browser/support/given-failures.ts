import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure, type Failure } from '#shared/messages/failure.ts';
import { createClients } from '../../support/emulator-clients.ts';
import { givenFailure } from '../../support/given-dead-letters.ts';
import { givenEvent } from '../../support/given-messages.ts';
import { localDeadLetters } from '../../support/local-dead-letters.ts';
import type { LocalPipeline } from '../../support/local-pipeline.ts';

/** Dead letters as they come from a worker's queue, once the keeper has recorded them. @returns their event ids */
export async function givenFailures(
  { endpoints }: LocalPipeline,
  worker: string,
  failure: Partial<Failure>,
  { count = 1, body = {} }: { readonly count?: number; readonly body?: unknown } = {},
): Promise<readonly string[]> {
  const { sqs, ...others } = createClients(endpoints.aws);
  const QueueUrl = endpoints.queues[`webhook-pipeline-local-${worker}-dead-letters`];
  const now = new Date().toISOString();
  const attribute = writeFailure(
    givenFailure({ worker, queue: `webhook-pipeline-local-${worker}`, firstAt: now, lastAt: now, ...failure }),
  );
  const events = Array.from({ length: count }, () =>
    givenEvent({
      id: randomUUID().replaceAll('-', ''),
      source: 'stripe',
      type: 'charge.succeeded',
      body: { text: JSON.stringify(body) },
    }),
  );
  await Promise.all(
    events.map((event) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: writeEvent(event),
          MessageAttributes: Object.fromEntries(
            Object.entries({ source: event.source, type: event.type, failure: attribute }).map(
              ([name, StringValue]) => [name, { DataType: 'String', StringValue }],
            ),
          ),
        }),
      ),
    ),
  );
  const deadLetters = localDeadLetters(endpoints);
  await Promise.all(events.map(({ id }) => deadLetters.waitFor({ worker, eventId: id })));
  for (const client of [sqs, ...Object.values(others)]) client.destroy();
  return events.map(({ id }) => id);
}
