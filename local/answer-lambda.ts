import type { IncomingMessage, ServerResponse } from 'node:http';
import { callerOf, type Access, type AccessGuard } from './emulators/access.ts';
import { createMappingsEndpoint, isMappingsRequest, mappingIdOf } from './event-sources/answer-mappings.ts';
import type { Mappings } from './event-sources/start-mappings.ts';
import { createInvokeEndpoint, functionNameOf } from './functions/answer-invoke.ts';
import type { Functions } from './functions/start-functions.ts';

interface LambdaSettings {
  readonly functions: Promise<Functions>;
  readonly mappings: Promise<Mappings>;
  readonly guard: AccessGuard;
  readonly region: string;
  readonly accountId: string;
}

/** What of Lambda's API local mode has: invocations, and the switches of event source mappings. */
export function createLambdaEndpoint(settings: LambdaSettings) {
  const answerInvoke = createInvokeEndpoint(settings.functions);
  const answerMappings = createMappingsEndpoint(settings.mappings);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isAboutMappings = isMappingsRequest(request);
    const access = isAboutMappings ? await accessToMappings(settings, request) : accessToInvoke(settings, request);
    const refusal = settings.guard.refusal(callerOf(request), [access]);
    if (refusal !== undefined) return refuse(request, response, refusal);
    return isAboutMappings ? answerMappings(request, response) : answerInvoke(request, response);
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      console.error('The Lambda endpoint failed:', error);
      response.destroy();
    });
  };
}

function accessToInvoke({ region, accountId }: LambdaSettings, { url = '' }: IncomingMessage): Access {
  const name = functionNameOf(url) ?? '';
  return { action: 'lambda:InvokeFunction', resource: `arn:aws:lambda:${region}:${accountId}:function:${name}` };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
async function accessToMappings(settings: LambdaSettings, { url = '', method }: IncomingMessage): Promise<Access> {
  const id = mappingIdOf(url);
  if (id === '') return { action: 'lambda:ListEventSourceMappings', resource: '*' };
  const found = (await settings.mappings).list().find((mapping) => mapping.id === id);
  return {
    action: method === 'GET' ? 'lambda:GetEventSourceMapping' : 'lambda:UpdateEventSourceMapping',
    resource: `arn:aws:lambda:${settings.region}:${settings.accountId}:event-source-mapping:${id}`,
    ...(found && { context: { 'lambda:FunctionArn': [found.functionArn] } }),
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, Message: string): void {
  // A client that still writes its body would not read the answer.
  request.resume();
  response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' });
  response.end(JSON.stringify({ Message }));
}
