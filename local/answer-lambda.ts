import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMappingsEndpoint, isMappingsRequest } from './event-sources/answer-mappings.ts';
import type { Mappings } from './event-sources/start-mappings.ts';
import { createInvokeEndpoint } from './functions/answer-invoke.ts';
import type { Functions } from './functions/start-functions.ts';

/** What of Lambda's API local mode has: invocations, and the switches of event source mappings. */
export function createLambdaEndpoint(starting: {
  readonly functions: Promise<Functions>;
  readonly mappings: Promise<Mappings>;
}) {
  const answerInvoke = createInvokeEndpoint(starting.functions);
  const answerMappings = createMappingsEndpoint(starting.mappings);
  return (request: IncomingMessage, response: ServerResponse): void =>
    isMappingsRequest(request) ? answerMappings(request, response) : answerInvoke(request, response);
}
