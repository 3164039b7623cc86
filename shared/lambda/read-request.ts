import * as v from 'valibot';

/**
 * What an operator asked a function for.
 * @throws {Error} that names the field; Lambda shows the message to whoever invoked
 */
export function readRequest<Schema extends v.GenericSchema>(
  functionName: string,
  schema: Schema,
  event: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, event);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => {
    const path = v.getDotPath(issue);
    return path === null ? issue.message : `${path}: ${problemOf(issue)}`;
  });
  throw new Error(`This is no request to ${functionName}: ${problems.join('; ')}`);
}

function problemOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'there is no such field';
  if (received === 'undefined') return 'is missing';
  return message;
}
