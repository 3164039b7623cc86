import * as v from 'valibot';
import { redactError } from '#shared/lambda/redact-error.ts';
import type { Who } from '#shared/messages/receipt.ts';
import type { Identity } from '#shared/messages/replay-request.ts';
import type { Log, Reader } from '#shared/ports.ts';
import { checkProof } from './check-proof.ts';

/** A run does not wait longer to know who asked for it. */
const TIMEOUT_MS = 3000;
/** What STS answers has some hundred bytes. */
const BYTES_MAX = 10 * 1024;
const OK = 200;

const answerSchema = v.object({
  GetCallerIdentityResponse: v.object({
    GetCallerIdentityResult: v.object({ Arn: v.string(), Account: v.string() }),
  }),
});

export interface ProveIdentityPorts {
  readonly reader: Reader;
  readonly log: Pick<Log, 'warn'>;
  /** Whose pipeline this is. A signature of any other account is as valid, and proves nothing here. */
  readonly ownAccount: string;
  /** Of stage local: what stands for AWS there. */
  readonly localEndpoint?: string | undefined;
}

/**
 * Asks AWS who signed the proof. Whoever cannot prove it has started the run all the same, and CloudTrail names them: so
 * nothing that goes wrong here is a failure of the run.
 */
export function createProveIdentity({ reader, log, ownAccount, localEndpoint }: ProveIdentityPorts) {
  return async function proveIdentity(identity: Identity, run: string): Promise<Who | undefined> {
    try {
      const { url, headers } = checkProof(identity, run, localEndpoint);
      const signal = new AbortController().signal;
      const { status, bytes } = await reader.get(url, { headers, timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX, signal });
      if (status !== OK) throw new Error(`STS answered ${status}`);
      const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), bytes.toString('utf8'));
      if (!answer.success) throw new Error('STS answered something else');
      const { Arn, Account } = answer.output.GetCallerIdentityResponse.GetCallerIdentityResult;
      if (Account !== ownAccount) throw new Error(`Whoever signed it is of the account ${Account}`);
      return { arn: Arn, account: Account };
    } catch (error) {
      log.warn('Nobody could prove who asked for a run', { run, error: redactError(error) });
      return undefined;
    }
  };
}
