// The param `edge`: what it gives ingest and operators, and with what it is refused.
import { events, resources, url, webhooksUrl } from '../../../../shared/resources/edge.cjs';

const given = (params: Readonly<Record<string, unknown>>, stage = 'prod') => ({
  resolveConfigurationProperty: async () => stage,
  resolveVariable: async (address: string) =>
    ({
      edge: 'function-url',
      requestsPerSecond: 500,
      requestsBurst: 1000,
      ingestReservedConcurrency: '',
      domainName: '',
      certificateArn: '',
      hostedZoneId: '',
      ...params,
    })[address.replace('param:', '')],
});

const reservedWith = async (params: Readonly<Record<string, unknown>>) =>
  Object(await resources(given(params))).extensions.IngestLambdaFunction?.Properties.ReservedConcurrentExecutions;

test('ingest has either the route of an API or a URL of its own', async () => {
  const route = { httpApi: { method: '*', path: '/webhooks/{source}' } };
  expect([await events(given({ edge: 'http-api' })), await url(given({ edge: 'http-api' }))]).toEqual([[route], false]);
  expect([await events(given({})), await url(given({}))]).toEqual([[], true]);
});

test.each([
  [{}, 50],
  [{ requestsPerSecond: '501' }, 51],
  [{ requestsPerSecond: 1 }, 1],
  // Room for answers that take longer than a tenth of a second.
  [{ ingestReservedConcurrency: '200' }, 200],
  [{ edge: 'http-api' }, undefined],
  [{ edge: 'http-api', ingestReservedConcurrency: 20 }, 20],
])(
  'with %j %s invocations are reserved: a URL lets ten times as many requests a second through',
  async (params, most) => {
    expect(await reservedWith(params)).toBe(most);
  },
);

test.each([
  [{ edge: 'url' }, 'prod', 'params.edge: must be http-api or function-url, not url'],
  [{}, 'local', 'params.edge: stage local has an HTTP API only; set function-url under the stages that are deployed'],
  [
    { domainName: 'hooks.example.com' },
    'prod',
    'params.edge: function-url has no name of your own: leave domainName empty, or set edge to http-api',
  ],
  [{ hostedZoneId: 'Z0' }, 'prod', 'leave hostedZoneId empty, or set edge to http-api'],
  [
    { ingestReservedConcurrency: '49' },
    'prod',
    "params.ingestReservedConcurrency: 49 lets 490 requests a second through a function's URL: leave it empty, or lower requestsPerSecond from 500",
  ],
  [{ requestsPerSecond: 'many' }, 'prod', 'params.requestsPerSecond: must be a whole number of at least 1, not many'],
])('%j in stage %s is refused, with what to do', async (params, stage, sentence) => {
  await expect(resources(given(params, stage))).rejects.toThrow(sentence);
});

test('operators are told the name that there is, without the slash that AWS ends a URL with', async () => {
  expect(await webhooksUrl(given({ edge: 'http-api', domainName: 'hooks.example.com' }))).toBe(
    'https://hooks.example.com',
  );
  expect(await webhooksUrl(given({ edge: 'http-api' }))).toEqual({ 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] });
  expect(JSON.stringify(await webhooksUrl(given({})))).toContain(
    '"Fn::GetAtt":["IngestLambdaFunctionUrl","FunctionUrl"]',
  );
});
