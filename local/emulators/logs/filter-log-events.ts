import * as v from 'valibot';
import type { EmulatorContext } from '../emulator-context.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import type { LogRow } from './log-store.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const tokenSchema = v.pipe(v.string(), v.parseJson(), v.object({ at: whole, id: whole }));

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEventsSchema = v.object({
  logGroupName: v.optional(v.string()),
  logGroupIdentifier: v.optional(v.string()),
  filterPattern: v.optional(v.string(), ''),
  startTime: v.optional(whole, 0),
  endTime: v.optional(whole),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 10_000),
  nextToken: v.optional(
    v.pipe(
      v.string(),
      v.transform((token) => Buffer.from(token, 'base64url').toString()),
      tokenSchema,
    ),
  ),
});

type FilterLogEvents = v.InferOutput<typeof filterLogEventsSchema>;

export class LogGroupNotFound extends Error {
  override readonly name = 'ResourceNotFoundException';
}

/** As of AWS. */
const ANSWER_BYTES_MAX = 1024 * 1024;
/** Read at once; what the pattern leaves out is never held together. */
const PAGE_LINES = 1000;
/** An answer may be empty and have more behind it: the server does something else in between. */
const SEARCHED_LINES_MAX = 10_000;

export const logGroupOf = ({ logGroupName, logGroupIdentifier = '' }: FilterLogEvents): string =>
  logGroupName ?? nameOf(logGroupIdentifier);

export function filterLogEvents(context: EmulatorContext, asked: FilterLogEvents): object {
  const logGroup = logGroupOf(asked);
  if (!context.logs.isKnown(logGroup)) throw new LogGroupNotFound('The specified log group does not exist.');
  const matches = parseFilterPattern(asked.filterPattern);
  const span = { logGroup, from: asked.startTime, until: asked.endTime === undefined ? Infinity : asked.endTime + 1 };
  const events: object[] = [];
  let after: Pick<LogRow, 'at' | 'id'> | undefined = asked.nextToken;
  let bytes = 0;
  for (let searched = 0; searched < SEARCHED_LINES_MAX;) {
    const page = context.logs.read({
      ...span,
      until: Math.min(span.until, Number.MAX_SAFE_INTEGER),
      after,
      max: PAGE_LINES,
    });
    for (const row of page) {
      if (matches(row.line)) {
        bytes += Buffer.byteLength(row.line);
        if (events.length === asked.limit || (events.length > 0 && bytes > ANSWER_BYTES_MAX)) {
          return { events, searchedLogStreams: [], ...nextToken(after) };
        }
        events.push(toEvent(row));
      }
      after = { at: row.at, id: row.id };
    }
    if (page.length < PAGE_LINES) return { events, searchedLogStreams: [] };
    searched += page.length;
  }
  return { events, searchedLogStreams: [], ...nextToken(after) };
}

/** `arn:aws:logs:<region>:<account>:log-group:<name>` is an identifier, too. */
const nameOf = (identifier: string) => identifier.replace(/^arn:aws:logs:[^:]*:\d*:log-group:/, '').replace(/:\*$/, '');

const nextToken = (after: Pick<LogRow, 'at' | 'id'> | undefined) =>
  after && { nextToken: Buffer.from(JSON.stringify({ at: after.at, id: after.id })).toString('base64url') };

function toEvent({ id, at, requestId, line }: LogRow) {
  return {
    eventId: String(id).padStart(20, '0'),
    timestamp: at,
    ingestionTime: at,
    logStreamName: requestId === '' ? 'local' : `local/${requestId}`,
    message: `${line}\n`,
  };
}
