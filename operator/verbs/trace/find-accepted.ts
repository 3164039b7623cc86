import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import type { LogLine } from '../../pipeline/pipeline.ts';
import { textOf } from './text-of.ts';
import { searchLogs, type Looked } from './search-logs.ts';
import type { TracePorts } from './trace-ports.ts';

/** What ingest's own line says of a delivery. */
export interface Accepted {
  readonly delivery: Trace['delivery'];
  readonly receivedAt: string;
  readonly point: TracePoint;
}

/** The line with which ingest accepted it, by whichever of its ids: it tells when, and the archive is kept by the hour. */
export async function findAccepted(
  id: string,
  span: { readonly from: Date; readonly until: Date },
  ports: TracePorts,
): Promise<Looked<Accepted>> {
  const { found = [], gap } = await searchLogs(
    { functions: ['ingest'], text: id, ...span },
    (line) => acceptedOf(line, id),
    ports,
  );
  const [first] = found;
  return { ...(first && { found: first }), ...(gap !== undefined && { gap }) };
}

function acceptedOf({ at, fields = {} }: LogLine, asked: string): Accepted | undefined {
  const id = textOf(fields['deliveryId']);
  if (fields['message'] !== 'Webhook accepted' || id === undefined) return undefined;
  const { senderEventId: sendersId, eventIds } = fields;
  // The search finds it inside of longer ids, too.
  const names: readonly unknown[] = [id, sendersId, ...(Array.isArray(eventIds) ? eventIds : [])];
  if (!names.includes(asked)) return undefined;
  const receivedAt = at.toISOString();
  const [source, senderEventId, requestId] = ['source', 'senderEventId', 'function_request_id'].map((name) =>
    textOf(fields[name]),
  );
  return {
    delivery: { id, receivedAt, ...(source && { source }), ...(senderEventId && { senderEventId }) },
    receivedAt,
    point: { kind: 'received', at: receivedAt, stage: 'ingest', from: 'log', ...(requestId && { requestId }) },
  };
}
