import { RejectedWebhook } from '#shared/errors.ts';
import { checkRequest } from '../../../functions/ingest/check-request.ts';
import { verifySignature } from '../../../functions/ingest/signature/verify-signature.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { CaseVerdict, Checked, SignatureCase } from './signature-case.ts';

/** Whether ingest would accept a request's signature, and why not. */
export async function judgeSignature(file: string, one: SignatureCase): Promise<CaseVerdict> {
  const { actual, reason } = await verdictOf(one);
  const { name, provider, expected, eitherOk } = one;
  const agrees = expected === null ? actual : eitherOk || actual === expected;
  return { file, name, provider: provider.name, expected, actual, reason, agrees };
}

async function verdictOf(one: SignatureCase): Promise<Pick<CaseVerdict, 'actual' | 'reason'>> {
  try {
    const verdict = await verifySignature(one.provider, one.request, one.context);
    if (verdict.valid) return { actual: true, reason: `The signature holds.${refusedDespite(one)}` };
    const { reason } = verdict;
    return { actual: false, reason: await explainRefusal({ ...one, reason, holds: (changed) => holds(one, changed) }) };
  } catch (error) {
    if (!(error instanceof RejectedWebhook)) throw error;
    const why = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { actual: false, reason: `The certificate that its sender names could not be fetched${why}.` };
  }
}

const UNREAD_STATUSES: readonly number[] = [413, 415];

/** What ingest does not take, however well it is signed: only here the signature is looked at all the same. */
function refusedDespite({ request, provider }: SignatureCase): string {
  try {
    checkRequest(request, provider);
    return '';
  } catch (error) {
    if (!(error instanceof RejectedWebhook)) throw error;
    return UNREAD_STATUSES.includes(error.status) ? ` But ingest answers it ${error.status}: ${error.message}` : '';
  }
}

async function holds({ provider, request, context }: Checked, changed: Partial<Checked>): Promise<boolean> {
  const tried = { provider, request, context, ...changed };
  const verdict = await verifySignature(tried.provider, tried.request, tried.context);
  return verdict.valid;
}
