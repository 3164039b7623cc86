import type { IncomingHttpHeaders } from 'node:http';

import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import type { Checksums } from './body/checksums.ts';

export interface S3Request {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Without the framing of aws-chunked. */
  readonly body: Buffer;
  /** The checksums that the client sent with the body; they were found right. */
  readonly checksums: Checksums;
}

export type S3Action = (context: EmulatorContext, request: S3Request) => Answer;

/** A header that is sent once; S3 has none that repeats. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
