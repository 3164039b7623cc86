import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { RefusalReason, VerifyContext } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Secret } from '#shared/messages/source.ts';

/** What ingest checks of a request. */
export interface Checked {
  readonly provider: Provider;
  readonly request: WebhookRequest;
  readonly context: VerifyContext;
}

/** One signed request, and what is known of it. */
export interface SignatureCase extends Checked {
  readonly name: string;
  /** Known to whoever wrote the file, but none of the source's. */
  readonly otherSecrets: readonly Secret[];
  /** Null where nobody said. */
  readonly expected: boolean | null;
  /** Both verdicts are fine. */
  readonly eitherOk: boolean;
}

/** A request that was refused, for whoever wants to know why. */
export interface RefusedCase extends SignatureCase {
  readonly reason: RefusalReason;
  /** Whether it would be accepted with this in place of what it has. */
  readonly holds: (changed: Partial<Checked>) => Promise<boolean>;
}

/** The precise reason in one sentence without a secret, a signature or a body; undefined where this is not it. */
export type Diagnosis = (refused: RefusedCase) => string | undefined | Promise<string | undefined>;

/** What the command says of one request. */
export interface CaseVerdict {
  readonly file: string;
  readonly name: string;
  readonly provider: string;
  readonly expected: boolean | null;
  readonly actual: boolean;
  readonly reason: string;
  /** As expected; where nothing is expected, valid. */
  readonly agrees: boolean;
}
