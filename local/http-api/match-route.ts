/** A route of the HTTP API, as `ANY /webhooks/{source}` or `$default`. */
export interface Route {
  readonly routeKey: string;
  readonly functionName: string;
}

export interface MatchedRoute extends Route {
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type RouteMatcher = (method: string, path: string) => MatchedRoute | undefined;

/** API Gateway's order: a full match before `{name+}`, a literal segment before a variable, a method before ANY. */
export function createRouteMatcher(routes: readonly Route[]): RouteMatcher {
  const patterns = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map((route) => ({ route, ...patternOf(route.routeKey) }))
    .toSorted((left, right) => (left.rank < right.rank ? -1 : 1));
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');

  return (method, path) => {
    for (const { route, allowedMethod, expression } of patterns) {
      if (allowedMethod !== 'ANY' && allowedMethod !== method) continue;
      const match = expression.exec(path);
      if (match !== null) return { ...route, pathParameters: decoded(match.groups ?? {}) };
    }
    return fallback && { ...fallback, pathParameters: {} };
  };
}

function patternOf(routeKey: string) {
  const [allowedMethod = '', path = ''] = routeKey.split(' ');
  const segments = path.split('/').map((segment) => {
    const variable = /^\{(?<name>[A-Za-z0-9._:-]+)(?<greedy>\+?)\}$/.exec(segment)?.groups;
    if (variable === undefined)
      return { rank: '0', source: segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`) };
    const greedy = variable['greedy'] === '+';
    return { rank: greedy ? '2' : '1', source: `(?<${variable['name']}>${greedy ? '.+' : '[^/]+'})` };
  });
  const rank = segments.map((segment) => segment.rank).join('') + (allowedMethod === 'ANY' ? '1' : '0');
  return { allowedMethod, rank, expression: new RegExp(`^${segments.map(({ source }) => source).join('/')}$`) };
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}
