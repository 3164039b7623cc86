import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** As the API's route has it. */
const PATH = /^\/webhooks\/(?<source>[^/]+)$/;

/** Of a path that is no source's; `malformed`: an escape in it means nothing. */
export interface OtherPath {
  readonly otherPath: 'malformed' | 'unknown';
}

/**
 * The name of the source that a request is for. The API's route has found it; what comes by the function's own URL may be for
 * any path.
 */
export function sourceOfPath({
  pathParameters,
  rawPath,
}: Pick<APIGatewayProxyEventV2, 'pathParameters' | 'rawPath'>): string | OtherPath {
  const routed = pathParameters?.['source'];
  if (routed !== undefined) return routed;
  const found = PATH.exec(rawPath)?.groups?.['source'];
  if (found === undefined) return { otherPath: 'unknown' };
  try {
    return decodeURIComponent(found);
  } catch {
    return { otherPath: 'malformed' };
  }
}
