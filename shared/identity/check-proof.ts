import type { Identity } from '#shared/messages/replay-request.ts';

/** The name of the run is signed with the proof, so that nobody uses it for another. */
const RUN_HEADER = 'x-webhook-pipeline-run';
/** With a Region or without: `sts.s3.amazonaws.com` is a bucket. https://docs.aws.amazon.com/general/latest/gr/sts.html */
const STS_HOST = /^sts(?:\.[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2})?\.amazonaws\.com(?:\.cn)?$/;
const ACTION = 'GetCallerIdentity';
/** What else a presigned request says; anything more might make it mean something else. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'X-Amz-Algorithm',
  'X-Amz-Content-Sha256',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
]);

export interface CheckedProof {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A question to AWS who signed it, and to nobody else about anything else.
 * @param localEndpoint of stage local, where one stands for AWS on this machine
 * @throws {Error} that says what is wrong, without anything of the URL
 */
export function checkProof(
  { url: text, headers }: Identity,
  run: string,
  localEndpoint: string | undefined,
): CheckedProof {
  const url = URL.parse(text);
  if (!url) throw new Error('Its URL is not valid');
  const isLocal = localEndpoint !== undefined && url.origin === new URL(localEndpoint).origin;
  if (!isLocal && !(url.protocol === 'https:' && url.port === '' && STS_HOST.test(url.hostname))) {
    throw new Error('It is not for STS over https');
  }
  if (url.pathname !== '/' || url.hash !== '' || url.username !== '') throw new Error('Its URL has more than a query');
  const names = [...url.searchParams.keys()];
  if (new Set(names).size !== names.length) throw new Error('It says something twice');
  if (names.some((name) => !PARAMETERS.has(name))) throw new Error('It says more than a presigned request does');
  if (url.searchParams.get('Action') !== ACTION) throw new Error(`It does not ask for ${ACTION}`);
  const signed = url.searchParams.get('X-Amz-SignedHeaders')?.split(';') ?? [];
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const [only, ...others] = given.filter(([name]) => name !== 'host' && name !== 'accept');
  if (others.length > 0 || only?.[0] !== RUN_HEADER) throw new Error(`It has other headers than ${RUN_HEADER}`);
  if (!signed.includes(RUN_HEADER)) throw new Error(`It does not sign ${RUN_HEADER}`);
  if (only[1] !== run) throw new Error('It was signed for another run');
  return { url: url.href, headers: { [RUN_HEADER]: run, accept: 'application/json' } };
}
