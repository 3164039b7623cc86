import { createResolver } from '../../template/create-resolver.ts';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import type { AccessGuard } from '../emulators/access.ts';
import { createGuard } from './create-guard.ts';
import { explainDenial } from './explain-denial.ts';
import { createPolicy } from './policy.ts';
import { readRights } from './read-rights.ts';
import { createCallRecord } from './record-calls.ts';

export interface AccessControlSettings {
  readonly packaged: PackagedService;
  readonly accountId: string;
  /** Where one call of each kind is written; undefined: nowhere. */
  readonly callsFile: string | undefined;
  /** Told of the first refusal of each kind. */
  readonly log: (line: string) => void;
}

export interface AccessControl {
  readonly guard: AccessGuard;
  /** @param shortName of the function whose role the mapping borrows */
  readonly mayPoll: (shortName: string, queueArn: string) => boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const pollingActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** Where nothing listens: policies name ARNs, and no ARN has a port. */
const noUrl = 'http://127.0.0.1';

/** The rights of the packaged template, enforced. */
export function createAccessControl({ packaged, accountId, callsFile, log }: AccessControlSettings): AccessControl {
  const { template, region, stackName } = packaged;
  const surroundings = { accountId, region, stackName, awsUrl: noUrl, webhooksUrl: noUrl };
  const rights = readRights(packaged, createResolver(template, surroundings));
  const record = callsFile === undefined ? undefined : createCallRecord(callsFile);
  const workers = Object.keys(packaged.workers);
  return {
    guard: createGuard({
      rights,
      accountId,
      onDecision(decision) {
        record?.(decision);
        if (!decision.isAllowed) log(explainDenial(decision, workers));
      },
    }),
    mayPoll(shortName, queueArn) {
      const policy = createPolicy(rights.functions.get(shortName) ?? []);
      return pollingActions.every((action) => policy.allowing({ action, resource: queueArn }).length > 0);
    },
  };
}
