// How a row's name becomes ids and names, so that a search for the name finds everything that belongs to it.

const { pascal } = require('../../../shared/resources/pascal.cjs');

const getArn = (/** @type {string} */ logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** An ARN of this account and Region, for what must be named and not referred to. */
const localArn = (/** @type {string} */ service, /** @type {string} */ name) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${name}`,
});

module.exports = { pascal, getArn, localArn };
