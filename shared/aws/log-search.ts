import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { forAnOperator, type ClientSettings } from './client-settings.ts';
import { withoutCallLog } from './without-call-log.ts';

export interface LogSearch {
  /** What a log group holds in a span of time, oldest first; nothing where there is no such group. */
  find(
    search: {
      readonly logGroup: string;
      /** Occurs in the line as it stands. */
      readonly text?: string;
      readonly from: Date;
      readonly until?: Date;
    },
    signal?: AbortSignal,
  ): AsyncIterable<{ readonly at: Date; readonly text: string }>;
  close(): void;
}

export function createLogSearch(settings: ClientSettings = forAnOperator): LogSearch {
  const client = withoutCallLog(new CloudWatchLogsClient(settings));
  return {
    async *find({ logGroup, text, from, until }, signal) {
      let token: string | undefined;
      do {
        const page = await client
          .send(
            new FilterLogEventsCommand({
              logGroupName: logGroup,
              startTime: from.getTime(),
              ...(until && { endTime: until.getTime() }),
              ...(text !== undefined && { filterPattern: quoted(text) }),
              nextToken: token,
            }),
            signal && { abortSignal: signal },
          )
          .catch(emptyIfMissing);
        for (const { timestamp, message } of page.events ?? []) {
          if (timestamp !== undefined && message !== undefined)
            yield { at: new Date(timestamp), text: message.trimEnd() };
        }
        token = page.nextToken;
      } while (token !== undefined);
    },
    close: () => client.destroy(),
  };
}

/** A function that never ran has no log group. */
function emptyIfMissing(error: unknown): { readonly events: []; readonly nextToken?: string } {
  if (error instanceof ResourceNotFoundException) return { events: [] };
  throw error;
}

/** One term of all of it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
const quoted = (text: string) => `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
