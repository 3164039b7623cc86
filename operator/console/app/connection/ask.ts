import * as v from 'valibot';
import { refusalSchema } from '../../protocol/refusal.ts';
import { noteConnection } from './connection.ts';
import { Refused } from './refused.ts';
import { rejoin } from './rejoin.ts';
import { send, type Request } from './send.ts';

const HTTP_UNAUTHORIZED = 401;
const HTTP_AWAY = 503;

/** Asks the console's server to tell something. @throws {Refused} */
export function read<Schema extends v.GenericSchema>(
  verb: string,
  schema: Schema,
  request: unknown = {},
  signal?: AbortSignal,
): Promise<v.InferOutput<Schema>> {
  const query = new URLSearchParams({ request: JSON.stringify(request) });
  return ask(schema, `/api/${verb}?${query}`, signal ? { signal } : {});
}

/** Asks the console's server to change or to foresee something. @throws {Refused} */
export function act<Schema extends v.GenericSchema>(
  verb: string,
  schema: Schema,
  request: unknown,
  signal?: AbortSignal,
): Promise<v.InferOutput<Schema>> {
  return ask(schema, `/api/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    ...(signal && { signal }),
  });
}

async function ask<Schema extends v.GenericSchema>(
  schema: Schema,
  url: string,
  request: Request,
): Promise<v.InferOutput<Schema>> {
  let response = await send(url, request);
  // The server was started again: what was refused for its token was not done, and is asked once more.
  if (response.status === HTTP_UNAUTHORIZED && (await rejoin()) === 'rejoined') response = await send(url, request);
  // What is no JSON is refused below, by its status or by the schema.
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response.status, answer);
  noteConnection('here');
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  throw new Refused('The answer is not understood here.', {
    advice: 'Is another version of the service deployed than the one this console was started from?',
    cause: new v.ValiError(parsed.issues),
  });
}

function refusalOf(status: number, answer: unknown): Refused {
  noteConnection(status === HTTP_UNAUTHORIZED ? 'token' : status === HTTP_AWAY ? 'pipeline-away' : 'here');
  const { error, advice } = v.is(refusalSchema, answer)
    ? answer
    : { error: `The console’s server answered ${status}.`, advice: undefined };
  return new Refused(error, { advice });
}
