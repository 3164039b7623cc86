import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

/** Of events/, what each function is invoked with: what it has most often. */
const examples: Readonly<Record<string, string>> = {
  ingest: 'github-push',
  dispatch: 'one-delivery',
  archive: 'one-event',
  forward: 'one-event',
  ledger: 'shopify-refund',
  canary: 'one-event',
  sweep: 'tick',
  keeper: 'one-dead-letter',
  inspect: 'list',
  replay: 'by-id',
  erase: 'dry-run',
  probe: 'tick',
  measure: 'tick',
};

const eventSchema = v.looseObject({
  Records: v.optional(v.tuple([v.looseObject({ messageId: v.string(), body: v.string() })])),
});
const messageSchema = v.looseObject({
  id: v.string(),
  events: v.optional(v.array(v.looseObject({ id: v.string() }))),
});

export interface EventsAsked {
  readonly functions: readonly string[];
  readonly stage: string;
  readonly directory: string;
}

/** Writes for each function an event of this stage. @returns the file of a function and, behind a queue, of a batch so large */
export async function writeEvents({ functions, stage, directory }: EventsAsked) {
  await mkdir(directory, { recursive: true });
  const texts = new Map(
    await Promise.all(functions.map(async (name) => [name, await readExample(name, stage)] as const)),
  );
  return async function eventFile(name: string, batchSize = 1): Promise<string> {
    const event = v.parse(eventSchema, JSON.parse(texts.get(name) ?? ''));
    const file = join(directory, `${name}-${batchSize}.json`);
    await writeFile(file, JSON.stringify(event.Records ? { Records: repeated(event.Records[0], batchSize) } : event));
    return file;
  };
}

async function readExample(name: string, stage: string): Promise<string> {
  const example = examples[name];
  if (example === undefined)
    throw new Error(`What is ${name} invoked with? Name it in bench/functions/write-events.ts.`);
  const path = new URL(`../../events/${name}/${example}.json`, import.meta.url);
  return (await readFile(path, 'utf8')).replaceAll('webhook-pipeline-local-', `webhook-pipeline-${stage}-`);
}

/** Each a message and an event of its own, so that none is taken for another one that came twice. */
function repeated(record: { readonly messageId: string; readonly body: string }, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const message = v.parse(messageSchema, JSON.parse(record.body));
    const id = `${index}`.padStart(32, '0');
    const events = message.events?.map((event, place) => ({ ...event, id: place === 0 ? id : event.id }));
    return {
      ...record,
      messageId: `${record.messageId.slice(0, -4)}${String(index).padStart(4, '0')}`,
      body: JSON.stringify({ ...message, id, deliveryId: message['deliveryId'] && id, ...(events && { events }) }),
    };
  });
}
