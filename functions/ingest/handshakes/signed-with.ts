import type { Asked } from '../answer-handshake.ts';
import type { VerifyContext } from '../signature/signature-verdict.ts';
import { verifySignature } from '../signature/verify-signature.ts';

/** The one of the source's secrets with which a request was signed: while they are rotated, the sender knows one alone. */
export async function signedWith(
  { provider, request, secrets }: Asked,
  context: VerifyContext,
): Promise<string | undefined> {
  for (const secret of secrets) {
    // oxlint-disable-next-line no-await-in-loop -- the first that holds is the one
    const { valid } = await verifySignature(provider, request, { ...context, secrets: [secret] });
    if (valid) return secret.value;
  }
  return undefined;
}
