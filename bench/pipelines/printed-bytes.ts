import * as v from 'valibot';
import type { Endpoints } from '../../local/endpoints.ts';

const answerSchema = v.object({
  events: v.optional(v.array(v.object({ message: v.string() })), []),
  nextToken: v.optional(v.string()),
});

/** All that each function has printed, by its short name: what CloudWatch Logs would take in, and bill. */
export async function printedBytes({ aws, functions }: Endpoints): Promise<ReadonlyMap<string, number>> {
  const bytes = new Map<string, number>();
  for (const [shortName, name] of Object.entries(functions)) {
    // oxlint-disable-next-line no-await-in-loop -- a handful, once
    bytes.set(shortName, await bytesOfGroup(aws, `/aws/lambda/${name}`));
  }
  return bytes;
}

async function bytesOfGroup(aws: string, logGroupName: string): Promise<number> {
  let bytes = 0;
  for (let nextToken: string | undefined, isFirst = true; isFirst || nextToken !== undefined; isFirst = false) {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const answer = await fetch(aws, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
      body: JSON.stringify({ logGroupName, nextToken }),
    });
    // A function that printed nothing has no group.
    if (answer.status === 400) return 0;
    const page = v.parse(answerSchema, await answer.json());
    bytes += page.events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    nextToken = page.nextToken;
  }
  return bytes;
}
