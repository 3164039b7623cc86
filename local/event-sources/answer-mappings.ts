// The calls of Lambda's API that switch event source mappings off and on.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../read-body.ts';
import type { MappingDescription, Mappings } from './start-mappings.ts';

const mappingsPath = /^\/2015-03-31\/event-source-mappings\/?(?<id>[^/]*)$/;
const bodyBytesMax = 64 * 1024;

export const isMappingsRequest = ({ url = '' }: IncomingMessage): boolean => mappingsPath.test(pathOf(url));

/** Calls that come before the mappings stand wait for them. */
export function createMappingsEndpoint(starting: Promise<Mappings>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    starting
      .then((mappings) => answerMappings(mappings, request, response))
      .catch((error: unknown) => {
        console.error('The event source mappings endpoint failed:', error);
        if (response.headersSent) response.destroy();
        else answer(response, 500, { Message: String(error), Type: 'Service' }, 'ServiceException');
      });
  };
}

async function answerMappings(mappings: Mappings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '', method } = request;
  const id = mappingIdOf(url);
  if (method === 'GET' && id === '') return answerList(mappings, new URL(url, 'http://localhost'), response);
  const found = mappings.list().find((mapping) => mapping.id === id);
  if (id !== '' && found === undefined) {
    const Message = 'The resource you requested does not exist.';
    return answer(response, 404, { Message, Type: 'User' }, 'ResourceNotFoundException');
  }
  if (method === 'GET' && found) return answer(response, 200, toConfiguration(found));
  if (method === 'PUT' && found) return answerUpdate(mappings, found, request, response);
  const Message = `Local mode lists, shows and switches event source mappings, and does not answer ${method} ${url}`;
  return answer(response, 501, { Message }, 'NotImplemented');
}

function answerList(mappings: Mappings, { searchParams }: URL, response: ServerResponse): void {
  const wanted = searchParams.get('FunctionName');
  const queueArn = searchParams.get('EventSourceArn');
  const listed = mappings
    .list()
    .filter(({ functionName }) => wanted === null || wanted.slice(wanted.lastIndexOf(':') + 1) === functionName)
    .filter(({ properties }) => queueArn === null || queueArn === properties.EventSourceArn);
  answer(response, 200, { EventSourceMappings: listed.map(toConfiguration) });
}

async function answerUpdate(
  mappings: Mappings,
  { id, state }: MappingDescription,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, bodyBytesMax);
  const isEnabled = body === 'too-large' ? undefined : readEnabled(body.toString());
  if (isEnabled === undefined) {
    const Message = 'Local mode changes of a mapping only whether it is Enabled.';
    return answer(response, 400, { Message, Type: 'User' }, 'InvalidParameterValueException');
  }
  if (state === 'Disabling' || state === 'Enabling') {
    const Message = `Cannot update the event source mapping because it is in use. State: ${state}`;
    return answer(response, 400, { Message, Type: 'User' }, 'ResourceInUseException');
  }
  const changed = mappings.setEnabled(id, isEnabled);
  return answer(response, 202, changed ? toConfiguration(changed) : {});
}

/** Other settings belong to the template, and none may seem to have been taken. */
function readEnabled(text: string): boolean | undefined {
  const asked: unknown = JSON.parse(text || '{}');
  if (typeof asked !== 'object' || asked === null || !('Enabled' in asked)) return undefined;
  const others = Object.keys(asked).filter((name) => !['Enabled', 'UUID', 'FunctionName'].includes(name));
  return typeof asked.Enabled === 'boolean' && others.length === 0 ? asked.Enabled : undefined;
}

function toConfiguration({ id, properties, functionArn, state }: MappingDescription): object {
  return {
    UUID: id,
    EventSourceArn: properties.EventSourceArn,
    FunctionArn: functionArn,
    State: state,
    StateTransitionReason: 'USER_INITIATED',
    BatchSize: properties.BatchSize,
    MaximumBatchingWindowInSeconds: properties.MaximumBatchingWindowInSeconds,
    FunctionResponseTypes: properties.FunctionResponseTypes,
    ...(properties.ScalingConfig && { ScalingConfig: properties.ScalingConfig }),
  };
}

/** Empty where the request is about none in particular. */
export const mappingIdOf = (url: string): string => mappingsPath.exec(pathOf(url))?.groups?.['id'] ?? '';

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

function answer(response: ServerResponse, status: number, body: object, errorType?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
  });
  response.end(JSON.stringify(body));
}
