import * as v from 'valibot';
import { toWebhookRequest } from '../../../functions/ingest/to-webhook-request.ts';
import type { Asked } from './asked.ts';
import { findAskedSource } from './find-asked-source.ts';
import { findProvider } from './find-provider.ts';
import type { SignatureCase } from './signature-case.ts';

/** What ingest reads of an invocation: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const gatewayEventSchema = v.object({
  version: v.literal('2.0'),
  rawPath: v.string(),
  rawQueryString: v.optional(v.string(), ''),
  headers: v.record(v.string(), v.string()),
  pathParameters: v.optional(v.object({ source: v.optional(v.string()) })),
  requestContext: v.object({
    domainName: v.string(),
    http: v.object({ method: v.string() }),
    timeEpoch: v.optional(v.number()),
  }),
  body: v.optional(v.string()),
  isBase64Encoded: v.optional(v.boolean(), false),
});

type GatewayEvent = v.InferOutput<typeof gatewayEventSchema>;

/** An invocation of ingest as it was recorded, at the time when it came. */
export async function readGatewayEvent(event: GatewayEvent, asked: Asked): Promise<SignatureCase> {
  const { body, pathParameters, ...others } = event;
  const source = pathParameters?.source;
  const request = toWebhookRequest({
    ...others,
    ...(body !== undefined && { body }),
    ...(source !== undefined && { pathParameters: { source } }),
  });
  const { secrets, options, provider } = await sourceOf(event, asked);
  const { timeEpoch } = event.requestContext;
  return {
    name: `${request.method} ${event.rawPath}`,
    provider,
    request,
    context: {
      secrets,
      options,
      now: asked.at ?? (timeEpoch === undefined ? asked.now : new Date(timeEpoch)),
      certificates: asked.certificatesFor(undefined),
    },
    otherSecrets: [],
    expected: null,
    eitherOk: false,
  };
}

async function sourceOf(event: GatewayEvent, asked: Asked) {
  if (asked.provider !== undefined) {
    return { provider: await findProvider(asked.provider, asked.description), secrets: asked.secrets, options: {} };
  }
  const name = asked.source ?? event.pathParameters?.source ?? event.rawPath.split('/').at(-1) ?? '';
  const source = await findAskedSource(name, asked);
  const secrets = asked.secrets.length > 0 ? asked.secrets : source.secrets;
  return { provider: await findProvider(source.provider, source.description), secrets, options: source.options };
}
