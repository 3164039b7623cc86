import type { Context } from 'hono';
import * as v from 'valibot';
import { describePlaces } from '#shared/messages/describe-places.ts';
import { WrongRequest } from './wrong-request.ts';

/** The request's body. @throws {WrongRequest} */
export async function readJson<Schema extends v.GenericSchema>(
  context: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return check(schema, await context.req.text());
}

/** The query parameter `request`. @throws {WrongRequest} */
export function readQuery<Schema extends v.GenericSchema>(context: Context, schema: Schema): v.InferOutput<Schema> {
  return check(schema, context.req.query('request') ?? '{}');
}

function check<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson({}, 'is no JSON')), text);
  if (!parsed.success) throw new WrongRequest('The request is no JSON');
  const checked = v.safeParse(schema, parsed.output);
  if (checked.success) return checked.output;
  throw new WrongRequest(`The request is not right: ${describePlaces(checked.issues)}`);
}
