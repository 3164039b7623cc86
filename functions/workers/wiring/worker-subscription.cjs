const { CANARY_SOURCE } = require('./canary-source.cjs');
const { onlyTls } = require('../../../shared/resources/only-tls.cjs');
const { getArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/**
 * Topic → queue, by type and source; and the right of the topic, and of nobody else, to send there.
 * @param {WorkerRow} row
 * @param {string} id
 */
module.exports.workerSubscription = (row, id) => ({
  [`${id}Subscription`]: {
    Type: 'AWS::SNS::Subscription',
    // SNS does not retry a send that a missing policy denies.
    DependsOn: [`${id}QueuePolicy`, `${id}DeadLetterQueuePolicy`],
    Properties: {
      TopicArn: { Ref: 'EventsTopic' },
      Protocol: 'sqs',
      Endpoint: getArn(`${id}Queue`),
      RawMessageDelivery: true,
      FilterPolicyScope: 'MessageAttributes',
      FilterPolicy: filterPolicy(row),
      // SNS too can fail to reach a queue; without this the event would vanish.
      RedrivePolicy: { deadLetterTargetArn: getArn(`${id}DeadLetterQueue`) },
    },
  },
  ...queuePolicy(`${id}Queue`),
  ...queuePolicy(`${id}DeadLetterQueue`),
});

/** A queue has one policy, and whatever is said elsewhere would replace it. @param {string} queueId */
const queuePolicy = (queueId) => ({
  [`${queueId}Policy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queueId }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [topicMaySend(queueId), onlyTls(getArn(queueId))],
      },
    },
  },
});

/** @param {WorkerRow} row */
function filterPolicy({ types, sources }) {
  return {
    // SNS would match a literal '*': all types is said by the attribute being there.
    type: types ? matchers(types) : [{ exists: true }],
    source: sources ? matchers(sources) : [{ 'anything-but': [CANARY_SOURCE] }],
  };
}

const matchers = (/** @type {readonly string[]} */ values) =>
  values.map((value) => (value.endsWith('*') ? { prefix: value.slice(0, -1) } : value));

/** @param {string} queueId */
function topicMaySend(queueId) {
  return {
    Sid: `EventsTopicMaySendTo${queueId}`,
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: getArn(queueId),
    Condition: {
      ArnEquals: { 'aws:SourceArn': { Ref: 'EventsTopic' } },
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    },
  };
}
