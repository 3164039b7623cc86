import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSEvent } from 'aws-lambda';
import { idempotency } from './idempotency.ts';
import { logger } from './logger.ts';

const s3 = new S3Client({});

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly body: string;
}

/** Works on each event once and stores its result as one object. */
export function createWorkerHandler(worker: string, work: (event: Event) => Promise<object>) {
  const workOnce = makeIdempotent(async (event: Event) => {
    const value = await work(event);
    const key = `${worker}/${event.receivedAt.slice(0, 10)}/${event.id}.json`;
    const body = JSON.stringify({ eventId: event.id, worker, finishedAt: new Date().toISOString(), value });
    await s3.send(new PutObjectCommand({ Bucket: process.env['RESULTS_BUCKET'], Key: key, Body: body }));
    return { key };
  }, idempotency('id'));

  return async function handler(event: SQSEvent, context: Context): Promise<void> {
    logger.addContext(context);
    for (const record of event.Records) {
      const parsed: Event = JSON.parse(record.body);
      // oxlint-disable-next-line no-await-in-loop -- a batch holds one
      await workOnce(parsed, context);
      logger.info('Event finished', { eventId: parsed.id, worker });
    }
  };
}
