import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { sourceOfPath } from './source-of-path.ts';

const answerOf = (statusCode: number, message: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * What API Gateway would answer for a path that is no source's, where a function's URL lets it through to ingest; undefined
 * for a source's. As there, it is neither logged nor counted: whoever tries paths should cost as little as possible.
 */
export function answerOtherPath(
  event: Parameters<typeof sourceOfPath>[0],
): APIGatewayProxyStructuredResultV2 | undefined {
  const source = sourceOfPath(event);
  if (typeof source === 'string') return undefined;
  return source.otherPath === 'malformed' ? answerOf(400, 'Bad Request') : answerOf(404, 'Not Found');
}
