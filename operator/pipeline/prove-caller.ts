import type { EraseRequest } from '#shared/messages/erase-request.ts';
import type { ReplayRequest } from '#shared/messages/replay-request.ts';

type Proof = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** Adds who asks, signed for that run alone, to what names its run; a dry run leaves no receipt and needs none. */
export async function proveCaller(
  request: ReplayRequest,
  prove: (run: string) => Promise<Proof>,
): Promise<ReplayRequest> {
  const { replay, backfill, discard, resume, abort } = request;
  const asked = replay ?? backfill ?? discard ?? resume ?? abort;
  if (asked?.run === undefined || asked.identity !== undefined) return request;
  if ('dryRun' in asked && asked.dryRun === true) return request;
  const { url, headers } = await prove(asked.run);
  const identity = { url, headers: { ...headers } };
  if (replay) return { replay: { ...replay, identity } };
  if (backfill) return { backfill: { ...backfill, identity } };
  if (discard) return { discard: { ...discard, identity } };
  if (resume) return { resume: { ...resume, identity } };
  if (abort) return { abort: { ...abort, identity } };
  return request;
}

/** As of a run: signed for that erasure alone. */
export async function proveEraser(
  { erase }: EraseRequest,
  prove: (erasure: string) => Promise<Proof>,
): Promise<EraseRequest> {
  if (erase.erasure === undefined || erase.identity !== undefined || erase.dryRun === true) return { erase };
  const { url, headers } = await prove(erase.erasure);
  return { erase: { ...erase, identity: { url, headers: { ...headers } } } };
}
