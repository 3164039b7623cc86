import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';

import type { Answer } from './answer.ts';
import { readBody } from './read-body.ts';

/** A question is a few kilobytes. */
const bodyBytesMax = 1024 * 1024;

type Version = '1.0' | '1.1';

/** What was sent as JSON; undefined where it is none, so that whoever parses it by a schema refuses it. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, bodyBytesMax);
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** AWS's JSON protocols: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function jsonAnswer(version: Version, body: object, status = 200): Answer {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}

export const jsonError = (version: Version, type: string, message: string): Answer =>
  jsonAnswer(version, { __type: type, message }, 400);
