// Who asks, and for what: the emulators find it out, and whoever started them says whether it may be.
import type { IncomingMessage } from 'node:http';

/** One action on one resource; a call that touches several things is several of these. */
export interface Access {
  /** As a policy spells it, such as `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  /** What conditions are compared with. */
  readonly context?: AccessContext;
}

export type AccessContext = Readonly<Record<string, readonly string[]>>;

export interface AccessGuard {
  /** @returns why the caller may not, in AWS's words; undefined where it may */
  refusal(caller: string, accesses: readonly Access[]): string | undefined;
  /** Whether the queue's own policy lets the topic send there. */
  mayDeliver(topicArn: string, queueArn: string): boolean;
}

const inHeader = /Credential=([^/,\s]+)\//;
const inQuery = /[?&]X-Amz-Credential=([^/&%]+)/i;

/** The access key that signed; empty for a call without a signature. Signatures are not checked: nothing here is secret. */
export function callerOf({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  return (inHeader.exec(headers.authorization ?? '') ?? inQuery.exec(url))?.[1] ?? '';
}
