import type { Provider, SignatureScheme } from '../../functions/ingest/providers/provider.ts';
import type { SignatureVerdict, VerifyContext } from '../../functions/ingest/signature/signature-verdict.ts';
import { verifySignature } from '../../functions/ingest/signature/verify-signature.ts';
import { madeUpProvider } from './made-up-provider.ts';
import { requestTo } from './request-to.ts';
import { verifyContext } from './verify-context.ts';

type SentTo = Parameters<typeof requestTo>[1];

export interface Checked extends SentTo {
  readonly secrets?: VerifyContext['secrets'] | string;
  readonly options?: VerifyContext['options'];
  readonly now?: number;
  readonly provider?: Partial<Provider>;
}

/** `valid`, or why a request is refused by a provider of these schemes. */
export async function verdictOf(
  schemes: readonly SignatureScheme[] | SignatureScheme,
  { secrets = 'secret', options, now, provider, headers, ...sent }: Checked,
): Promise<string> {
  const known = { secrets, ...(options && { options }), ...(now !== undefined && { now }) };
  const verdict: SignatureVerdict = await verifySignature(
    madeUpProvider({ ...provider, schemes: [schemes].flat() }),
    requestTo('made-up', { ...sent, headers: { 'content-type': 'application/json', ...headers } }),
    verifyContext(known),
  );
  return verdict.valid ? 'valid' : verdict.reason;
}
