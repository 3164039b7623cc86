import { mergeInOrder } from './merge-in-order.ts';
import { openWhenAsked } from './open-when-asked.ts';
import type { LogLine, Logs } from './pipeline.ts';
import type { Reach } from './reach.ts';
import { readFields } from './read-fields.ts';

export function openLogs({ prefix, explain }: Reach): Logs & { close(): void } {
  const { opened, close } = openWhenAsked(async () => {
    const { createLogSearch } = await import('#shared/aws/log-search.ts');
    return createLogSearch();
  });

  async function* linesOf(
    functionName: string,
    { text, from, until }: Parameters<Logs['find']>[0],
    signal?: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const logGroup = `/aws/lambda/${prefix}${functionName}`;
    const span = { from, ...(until && { until }), ...(text !== undefined && { text }) };
    try {
      const search = await opened();
      for await (const line of search.find({ logGroup, ...span }, signal)) {
        const fields = readFields(line.text);
        yield { ...line, function: functionName, ...(fields && { fields }) };
      }
    } catch (error) {
      throw explain(error, { right: 'logs:FilterLogEvents', policy: 'operate-more', about: logGroup });
    }
  }

  return {
    find: (asked, signal) =>
      mergeInOrder(
        asked.functions.map((name) => linesOf(name, asked, signal)),
        (one, other) => one.at.getTime() - other.at.getTime(),
      ),
    close,
  };
}
