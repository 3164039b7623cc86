import type { Pipeline } from '../template/read-pipeline.ts';
import type { Route } from './match-route.ts';

/** The routes of the template, each with the function that its integration names. */
export function routesOf({ routes, integrations }: Pick<Pipeline, 'routes' | 'integrations'>): Route[] {
  return routes.map(({ logicalId, properties }) => {
    const integrationId = properties.Target.replace(/^integrations\//, '');
    const integration = integrations.find((one) => one.logicalId === integrationId);
    if (integration === undefined) throw new Error(`${logicalId} targets ${properties.Target}, which does not exist.`);
    const { IntegrationUri } = integration.properties;
    return { routeKey: properties.RouteKey, functionName: IntegrationUri.slice(IntegrationUri.lastIndexOf(':') + 1) };
  });
}
