import type { ServerResponse } from 'node:http';

/** An HTTP answer as a value, so that operations return it instead of writing to a socket. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Set on answers to HEAD, whose content-length speaks of a body that is not sent. */
  readonly contentLength?: number;
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const contentLength = answer.contentLength ?? Buffer.byteLength(answer.body);
  // A 304 must not carry a length, which would be that of a body the client already has.
  const length = answer.status === 304 || answer.status === 204 ? {} : { 'content-length': contentLength };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.contentLength === undefined ? answer.body : undefined);
}
