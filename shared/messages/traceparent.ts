import { createHash } from 'node:crypto';

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The trace of a message, for its log line: what the lines of all steps have in common. */
export function tracedBy(traceparent: string | undefined): { readonly traceId?: string } {
  const traceId = TRACEPARENT.exec(traceparent ?? '')?.[2];
  return traceId === undefined ? {} : { traceId };
}

/**
 * The same trace with another parent. It is made of what causes it, so that a message that is sent twice for one cause says
 * the same twice. Whatever is no traceparent stays as it is.
 */
export function continuedBy(traceparent: string, cause: string): string {
  const [, version, traceId, , flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined) return traceparent;
  const parent = createHash('sha256').update(`${traceparent} ${cause}`).digest('hex').slice(0, 16);
  return `${version}-${traceId}-${parent}-${flags}`;
}
