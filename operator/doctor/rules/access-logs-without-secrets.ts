import type { Rule } from '../rule.ts';

/** What senders put tokens into: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const telling = /\$context\.[\w.]*(?:querystring|header|body|userAgent|authorizer)[\w.]*|\$request\.[\w.]+/gi;

export const accessLogsWithoutSecrets: Rule = {
  name: 'access-logs-without-secrets',
  reason:
    'Some senders carry their token in the query string or in a header: what an access log keeps of them is a secret that ' +
    'everybody who reads logs has. Without access logs nobody sees what was refused before ingest.',
  check: ({ model, at }) =>
    model.apiStages.flatMap(({ id, properties: { AccessLogSettings } }) => {
      const fix = 'Log requestId, address, method, path, status, latency and the integration error, as JSON.';
      if (!AccessLogSettings?.Format) return [{ where: at(id), what: 'has no access logs', fix }];
      const told = [...new Set(AccessLogSettings.Format.match(telling) ?? [])];
      return told.length === 0 ? [] : [{ where: at(id), what: `its access logs keep ${told.join(', ')}`, fix }];
    }),
};
