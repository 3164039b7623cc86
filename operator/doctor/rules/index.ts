// Every rule, in the order in which they are told: what is delivered, what is configured, who may do what, what is seen.
import type { Rule } from '../rule.ts';
import { accessLogsWithoutSecrets } from './access-logs-without-secrets.ts';
import { alarmOnEveryDeadLetterQueue } from './alarm-on-every-dead-letter-queue.ts';
import { alarmsReachSomebody } from './alarms-reach-somebody.ts';
import { alarmsSayWhoIsHurt } from './alarms-say-who-is-hurt.ts';
import { batchWindowOverTen } from './batch-window-over-ten.ts';
import { concurrencyFitsAccount } from './concurrency-fits-account.ts';
import { configurationReadable } from './configuration-readable.ts';
import { dataSurvivesTheStack } from './data-survives-the-stack.ts';
import { deadLetterQueueOnEverything } from './dead-letter-queue-on-everything.ts';
import { deadLetterRetention } from './dead-letter-retention.ts';
import { encrypted } from './encrypted.ts';
import { filterPolicyLimits } from './filter-policy-limits.ts';
import { functionUrlAnswersSenders } from './function-url-answers-senders.ts';
import { keptAndForgotten } from './kept-and-forgotten.ts';
import { logRetention } from './log-retention.ts';
import { loopbackDestinationsOutsideLocal } from './loopback-destinations-outside-local.ts';
import { maximumConcurrencySet } from './maximum-concurrency-set.ts';
import { noSecretInEnvironment } from './no-secret-in-environment.ts';
import { noSwitchesOfTests } from './no-switches-of-tests.ts';
import { notPublic } from './not-public.ts';
import { nothingSwitchedOff } from './nothing-switched-off.ts';
import { oneRolePerFunction } from './one-role-per-function.ts';
import { partialBatchResponses } from './partial-batch-responses.ts';
import { publicUrlMatches } from './public-url-matches.ts';
import { receivesAtLeastFive } from './receives-at-least-five.ts';
import { redriveAllowedByQueue } from './redrive-allowed-by-queue.ts';
import { rolesMinimal } from './roles-minimal.ts';
import { rowRemovedWhileNotEmpty } from './row-removed-while-not-empty.ts';
import { rowsSubscribed } from './rows-subscribed.ts';
import { runtimeSupported } from './runtime-supported.ts';
import { secretsPresent } from './secrets-present.ts';
import { sizesConsistent } from './sizes-consistent.ts';
import { snsMaySendOnlyFromTopic } from './sns-may-send-only-from-topic.ts';
import { throttlesSet } from './throttles-set.ts';
import { timeoutsNest } from './timeouts-nest.ts';
import { tlsOnly } from './tls-only.ts';
import { typeWithoutWorker } from './type-without-worker.ts';
import { unreachableFilter } from './unreachable-filter.ts';
import { visibilityCoversTimeout } from './visibility-covers-timeout.ts';

export const rules: readonly Rule[] = [
  visibilityCoversTimeout,
  receivesAtLeastFive,
  deadLetterRetention,
  deadLetterQueueOnEverything,
  redriveAllowedByQueue,
  rowRemovedWhileNotEmpty,
  rowsSubscribed,
  nothingSwitchedOff,
  partialBatchResponses,
  batchWindowOverTen,
  maximumConcurrencySet,
  concurrencyFitsAccount,
  timeoutsNest,
  sizesConsistent,
  filterPolicyLimits,
  unreachableFilter,
  typeWithoutWorker,
  snsMaySendOnlyFromTopic,
  secretsPresent,
  configurationReadable,
  publicUrlMatches,
  loopbackDestinationsOutsideLocal,
  oneRolePerFunction,
  rolesMinimal,
  noSecretInEnvironment,
  noSwitchesOfTests,
  tlsOnly,
  notPublic,
  encrypted,
  functionUrlAnswersSenders,
  throttlesSet,
  accessLogsWithoutSecrets,
  logRetention,
  dataSurvivesTheStack,
  keptAndForgotten,
  runtimeSupported,
  alarmOnEveryDeadLetterQueue,
  alarmsSayWhoIsHurt,
  alarmsReachSomebody,
];
