// The HTTP API before ingest: how much comes through, and under which name.
const { paramOf, refuseParam, wholeParam } = require('./param-value.cjs');

/** @import { Resolver } from './param-value.cjs' */

const DOMAIN = 'WebhooksDomain';

/** @param {Resolver} resolver */
async function httpApiResources(resolver) {
  const param = paramOf(resolver);
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
            ThrottlingRateLimit: wholeParam('requestsPerSecond', await param('requestsPerSecond')),
            ThrottlingBurstLimit: wholeParam('requestsBurst', await param('requestsBurst')),
          },
        },
      },
      ...ownConcurrency(await param('ingestReservedConcurrency')),
      // Two names would be two throttles to think of, and a sender at the old one would go unnoticed.
      ...(domainName && { HttpApi: { Properties: { DisableExecuteApiEndpoint: true } } }),
    },
  };
}

/** @param {Resolver} resolver */
async function apiUrl(resolver) {
  const domainName = await paramOf(resolver)('domainName');
  return domainName === '' ? { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] } : `https://${domainName}`;
}

/** @param {string} value */
function ownConcurrency(value) {
  if (value === '') return {};
  const ReservedConcurrentExecutions = wholeParam('ingestReservedConcurrency', value);
  return { IngestLambdaFunction: { Properties: { ReservedConcurrentExecutions } } };
}

/**
 * @param {string} domainName
 * @param {string} certificateArn
 */
function domain(domainName, certificateArn) {
  if (domainName === '') return {};
  if (certificateArn === '')
    throw refuseParam('certificateArn', `is missing: ${domainName} is served with a certificate`);
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
  if (domainName === '') throw refuseParam('hostedZoneId', 'has a zone and no name for it: set domainName as well');
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

module.exports = { apiUrl, httpApiResources };
