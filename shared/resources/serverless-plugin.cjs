// Last touch on the template, when all of it is there: what a parameter changes everywhere.
'use strict';

const { addCustomerKey } = require('./customer-key.cjs');
const { addTracing } = require('./tracing.cjs');

/**
 * The part of osls that is used here; osls publishes no types.
 * @typedef {object} Serverless
 * @property {{ provider: { compiledCloudFormationTemplate: import('./customer-key.cjs').Template }, custom: { kmsKeyArn?: string, otelLayerArn?: string } }} service
 * @property {{ Error: new (message: string, code: string) => Error }} classes
 */

// oxlint-disable-next-line typescript/no-extraneous-class -- osls calls plugins with new
module.exports = class FinishTemplate {
  /** @param {Serverless} serverless */
  constructor(serverless) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => finishTemplate(serverless),
    };
  }
};

/** @param {Serverless} serverless */
function finishTemplate({ service, classes }) {
  const { kmsKeyArn, otelLayerArn } = service.custom;
  const template = service.provider.compiledCloudFormationTemplate;
  try {
    if (kmsKeyArn) addCustomerKey(template, kmsKeyArn);
    if (otelLayerArn) addTracing(template, otelLayerArn);
  } catch (error) {
    throw new classes.Error(error instanceof Error ? error.message : String(error), 'TEMPLATE_NOT_FINISHED');
  }
}
