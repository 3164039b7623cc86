import { createRouteMatcher } from '../../../../local/http-api/match-route.ts';

const match = createRouteMatcher(
  ['ANY /webhooks/{source}', 'POST /webhooks/{source}', 'GET /webhooks/health', 'ANY /files/{path+}', 'GET /a.b'].map(
    (routeKey) => ({ routeKey, functionName: routeKey }),
  ),
);

test.each([
  ['POST', '/webhooks/github', 'POST /webhooks/{source}', { source: 'github' }],
  ['PUT', '/webhooks/github', 'ANY /webhooks/{source}', { source: 'github' }],
  ['GET', '/webhooks/health', 'GET /webhooks/health', {}],
  ['GET', '/webhooks/a%2Fb%20c', 'ANY /webhooks/{source}', { source: 'a/b c' }],
  ['GET', '/files/a/b', 'ANY /files/{path+}', { path: 'a/b' }],
])('%s %s takes %s', (method, path, routeKey, pathParameters) => {
  expect(match(method, path)).toEqual({ routeKey, functionName: routeKey, pathParameters });
});

test.each([
  ['POST', '/webhooks'],
  ['POST', '/webhooks/'],
  ['POST', '/webhooks/github/'],
  ['POST', '/webhooks/github/extra'],
  ['GET', '/files/'],
  ['GET', '/aXb'],
  ['POST', '/a.b'],
])('%s %s has no route', (method, path) => {
  expect(match(method, path)).toBeUndefined();
});

test('$default takes what no other route does', () => {
  const withDefault = createRouteMatcher([{ routeKey: '$default', functionName: 'rest' }]);
  expect(withDefault('GET', '/any/where')).toEqual({ routeKey: '$default', functionName: 'rest', pathParameters: {} });
});
