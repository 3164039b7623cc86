// What stands before ingest: how much comes through, and under which name. Pure: parameters in, template out.

/**
 * @typedef {object} Resolver
 * @property {(variable: string) => Promise<string | number | boolean>} resolveVariable
 */

const DOMAIN = 'WebhooksDomain';

/** For `resources:`. @param {Resolver} resolver */
module.exports.resources = async ({ resolveVariable }) => {
  const param = async (/** @type {string} */ name) => String(await resolveVariable(`param:${name}`));
  const domainName = await param('domainName');
  return {
    Resources: {
      ...domain(domainName, await param('certificateArn')),
      ...records(domainName, await param('hostedZoneId')),
    },
    extensions: {
      HttpApiStage: {
        Properties: {
          // This replaces what osls says there, so it says that as well: metrics by route cost, and there is one route.
          DefaultRouteSettings: {
            DetailedMetricsEnabled: false,
            ThrottlingRateLimit: whole('requestsPerSecond', await param('requestsPerSecond')),
            ThrottlingBurstLimit: whole('requestsBurst', await param('requestsBurst')),
          },
        },
      },
      ...ownConcurrency(await param('ingestReservedConcurrency')),
      // Two names would be two throttles to think of, and a sender at the old one would go unnoticed.
      ...(domainName && { HttpApi: { Properties: { DisableExecuteApiEndpoint: true } } }),
    },
  };
};

/** What operators enter at senders. @param {Resolver} resolver */
module.exports.webhooksUrl = async ({ resolveVariable }) => {
  const domainName = await resolveVariable('param:domainName');
  return domainName ? `https://${domainName}` : { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] };
};

/** @param {string} value */
function ownConcurrency(value) {
  if (value === '') return {};
  const ReservedConcurrentExecutions = whole('ingestReservedConcurrency', value);
  return { IngestLambdaFunction: { Properties: { ReservedConcurrentExecutions } } };
}

/**
 * @param {string} domainName
 * @param {string} certificateArn
 */
function domain(domainName, certificateArn) {
  if (domainName === '') return {};
  if (certificateArn === '') throw refuse('certificateArn', `is missing: ${domainName} is served with a certificate`);
  return {
    [DOMAIN]: {
      Type: 'AWS::ApiGatewayV2::DomainName',
      Properties: {
        DomainName: domainName,
        DomainNameConfigurations: [
          {
            CertificateArn: certificateArn,
            EndpointType: 'REGIONAL',
            SecurityPolicy: 'TLS_1_2',
            IpAddressType: 'dualstack',
          },
        ],
      },
    },
    WebhooksDomainMapping: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: { Ref: 'HttpApi' }, DomainName: { Ref: DOMAIN }, Stage: { Ref: 'HttpApiStage' } },
    },
  };
}

/**
 * @param {string} domainName
 * @param {string} hostedZoneId
 */
function records(domainName, hostedZoneId) {
  if (hostedZoneId === '') return {};
  if (domainName === '') throw refuse('hostedZoneId', 'has a zone and no name for it: set domainName as well');
  const record = (/** @type {string} */ type) => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: hostedZoneId,
      Name: domainName,
      Type: type,
      AliasTarget: {
        DNSName: { 'Fn::GetAtt': [DOMAIN, 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [DOMAIN, 'RegionalHostedZoneId'] },
        EvaluateTargetHealth: false,
      },
    },
  });
  return { WebhooksAddress: record('A'), WebhooksAddressSix: record('AAAA') };
}

/**
 * @param {string} name
 * @param {string} value
 */
function whole(name, value) {
  if (!/^[1-9]\d*$/.test(value)) throw refuse(name, `must be a whole number of at least 1, not ${value}`);
  return Number(value);
}

/**
 * @param {string} name
 * @param {string} problem
 */
function refuse(name, problem) {
  const error = new Error(`params.${name}: ${problem}`);
  // osls prints the stack of whatever a resolver throws; these are sentences for whoever wrote the parameter.
  error.stack = error.message;
  return error;
}
