// Stage local belongs to this machine: whatever verb is typed and whatever credentials the shell holds, AWS is not reached.
'use strict';

const { existsSync } = require('node:fs');
const { devNull } = require('node:os');
const path = require('node:path');
const { answers, readEndpoints } = require('./running-pipeline.cjs');

/** @import { Endpoints } from './endpoints.ts' */

/**
 * The part of osls that is used here; osls publishes no types.
 * @typedef {object} Serverless
 * @property {string} serviceDir
 * @property {{ commands: string[] }} processedInput
 * @property {{ Error: new (message: string, code: string) => Error }} classes
 * @property {(name: string) => { getStage(): string, getRegion(): string }} getProvider
 * @property {{ provider: Record<string, unknown>, functions: Record<string, { environment?: unknown }> }} service
 */

/** Verbs that need neither AWS nor the internet. */
const allowedVerbs = new Set(['', 'doctor', 'generate-event', 'help', 'invoke', 'invoke local', 'package', 'print']);

// Nothing listens on the discard port, so a call that slips through fails at once.
const closedPort = 'http://127.0.0.1:9';

// oxlint-disable-next-line typescript/no-extraneous-class -- osls calls plugins with new
module.exports = class StayLocal {
  /**
   * @param {Serverless} serverless
   * @param {Record<string, unknown>} options
   */
  constructor(serverless, options) {
    // Every later hook is too late: osls's own listeners of `invoke local` come first.
    this.hooks = { initialize: () => stayLocal(serverless, options), error: endSoon };
  }
};

/** Long enough for osls to print why. */
const LAST_WORDS_MS = 1000;

/** After a bundle that does not build esbuild's own process lives on, and the command that failed would never end. */
function endSoon() {
  setTimeout(() => process.exit(process.exitCode ?? 1), LAST_WORDS_MS).unref();
}

/**
 * @param {Serverless} serverless
 * @param {Record<string, unknown>} options
 */
async function stayLocal(serverless, options) {
  const provider = serverless.getProvider('aws');
  const stage = provider.getStage();
  if (stage.toLowerCase() !== 'local') return;
  if (stage !== 'local') {
    throw refuse(serverless, `There is no stage ${stage}: write \`local\`, as AWS tells capitals from small letters.`);
  }
  const verb = serverless.processedInput.commands.join(' ');
  if (!allowedVerbs.has(verb)) {
    const sentence = `\`${verb}\` needs AWS or the internet and stage local has neither: name another stage, as in --stage prod.`;
    throw refuse(serverless, sentence);
  }
  require('./loopback-only.cjs');

  const endpoints = endpointsOf(serverless);
  replaceAwsEnvironment(endpoints, provider.getRegion());
  delete options['aws-profile'];
  delete serverless.service.provider['profile'];
  if (!verb.startsWith('invoke')) return;

  if (endpoints === undefined || !(await answers(endpoints.lambda))) {
    throw refuse(serverless, 'Nothing runs here yet: start the pipeline with `npm start` in another terminal.');
  }
  if (verb === 'invoke local') useRunningEnvironment(serverless, endpoints, options['function']);
  loadInvocationEvent(serverless, options);
}

/**
 * osls loads `.js` and reads everything else as text, but `.js` is an ES module here: an event that signs itself when it
 * is loaded is a `.cjs`.
 * @param {Serverless} serverless
 * @param {Record<string, unknown>} options
 */
function loadInvocationEvent(serverless, options) {
  const { path: file, data } = options;
  if (typeof file !== 'string' || !file.endsWith('.cjs') || data !== undefined) return;
  const absolute = path.resolve(serverless.serviceDir, file);
  if (!existsSync(absolute)) throw refuse(serverless, `There is no invocation event ${absolute}.`);
  options['data'] = JSON.stringify(require(absolute));
}

/** @param {Serverless} serverless */
function endpointsOf(serverless) {
  try {
    return readEndpoints(serverless.serviceDir);
  } catch (error) {
    throw refuse(serverless, error instanceof Error ? error.message : String(error));
  }
}

/**
 * osls cannot resolve Fn::GetAtt and asks CloudFormation for Ref, so the function gets the values that the running
 * pipeline gave it.
 * @param {Serverless} serverless
 * @param {Endpoints} endpoints
 * @param {unknown} name
 */
function useRunningEnvironment(serverless, endpoints, name) {
  const { functions, provider } = serverless.service;
  const declared = typeof name === 'string' ? functions[name] : undefined;
  // An unknown function is osls's to report.
  if (declared === undefined || typeof name !== 'string') return;
  const running = endpoints.environment[name];
  if (running === undefined) {
    throw refuse(serverless, `The running pipeline does not have ${name} yet: restart \`npm start\`.`);
  }
  provider['environment'] = {};
  // So that it may here what its role lets it: local/iam/access-keys.ts.
  process.env['AWS_ACCESS_KEY_ID'] = `function-${name}`;
  declared.environment = running;
}

/**
 * @param {Endpoints | undefined} endpoints
 * @param {string} region
 */
function replaceAwsEnvironment(endpoints, region) {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoints?.aws ?? closedPort,
    AWS_ENDPOINT_URL_LAMBDA: endpoints?.lambda ?? closedPort,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Profiles may name other endpoints and other keys.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
}

/**
 * @param {Serverless} serverless
 * @param {string} sentence
 */
function refuse(serverless, sentence) {
  return new serverless.classes.Error(sentence, 'LOCAL_STAGE');
}
