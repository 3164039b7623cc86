import type { Description } from './description-schema.ts';
import { secretPlaces } from './secret-places.ts';
import { unsignedReferences, unsignedTimestamp } from './unsigned-references.ts';

type Scheme = Description['schemes'][number];

/** What its fields say against each other, by field: each is as it must be, and together they would verify nothing, or too much. */
export function findContradictions(description: Description): readonly string[] {
  const { schemes, headers, handshakes = [] } = description;
  const ofSchemes = schemes.flatMap((scheme, index) =>
    [...ofScheme(scheme), ...publicKeysBeside(scheme, schemes)].map((problem) => `schemes.${index}.${problem}`),
  );
  const ofHandshakes = handshakes.flatMap((handshake, index) =>
    ofHandshake(handshake).map((problem) => `handshakes.${index}.${problem}`),
  );
  const secret = headers.filter((name) => /signature|hmac|secret|token|authorization|cookie|api-key/.test(name));
  const problems = [
    ...ofSchemes,
    ...ofHandshakes,
    ...uncheckedAge(description),
    ...unsignedReferences(description),
    ...secret.map((name) => `headers: ${name} holds a signature or a secret, which no delivery keeps`),
    ...secretPlaces(description),
  ];
  return [...new Set(problems)];
}

/** Whoever describes a time means it to be checked, and without this it would be signed and of any age. */
const uncheckedAge = ({ schemes, toleranceSeconds }: Description): readonly string[] =>
  toleranceSeconds === undefined && schemes.some(({ timestamp }) => timestamp)
    ? ['toleranceSeconds: is missing, and a scheme has a timestamp, whose age nobody would check']
    : [];

function ofScheme(scheme: Scheme): readonly string[] {
  const { algorithm, encoding, key, signed, timestamp } = scheme;
  const templates = [signed].flat();
  const has = (placeholder: string) => templates.some((template) => template.includes(placeholder));
  if (algorithm === 'token') return [];
  const isPublic = isPublicKey(scheme);
  return [
    ...(encoding === undefined ? ['encoding: is missing'] : []),
    ...(templates.some((template) => template === '') ? ['signed: must not be empty, but for a token'] : []),
    ...(has('{timestamp}') && !timestamp ? ['timestamp: is missing, and signed has it'] : []),
    ...(unsignedTimestamp(scheme) ? ['timestamp: is not signed, so that anybody could make an old webhook new'] : []),
    ...(algorithm === 'sha256' && !templates.every((template) => template.includes('{secret}'))
      ? ['signed: must have {secret}, in each if there are several, or anybody can make this hash']
      : []),
    ...(algorithm !== 'sha256' && has('{secret}') ? ['signed: has {secret}, which is for the algorithm sha256'] : []),
    ...(isPublic && key === 'text' ? ['key: must be "hex", "base64" or "spki" for a public key'] : []),
    ...(algorithm === 'ecdsa-p256-sha256' && key !== 'spki' ? ['key: must be "spki" for this algorithm'] : []),
    ...(!isPublic && key === 'spki' ? ['key: "spki" is for public keys'] : []),
  ];
}

const isPublicKey = ({ algorithm }: Pick<Scheme, 'algorithm'>) =>
  algorithm === 'ed25519' || algorithm === 'ecdsa-p256-sha256';

/** Everybody may know a public key: as the secret of another scheme it would let everybody sign. */
function publicKeysBeside(scheme: Scheme, schemes: readonly Scheme[]): readonly string[] {
  const isAlone = schemes.every((other) => isPublicKey(other) || areDisjoint(scheme.secrets, other.secrets));
  return !isPublicKey(scheme) || isAlone
    ? []
    : ['secrets: must tell its public keys from the secrets of the other schemes, which everybody would know'];
}

function areDisjoint(one: Scheme['secrets'] = {}, other: Scheme['secrets'] = {}): boolean {
  return one.use !== other.use || excludes(one, other) || excludes(other, one);
}

/** Whether what begins as the one does cannot be of the other. */
function excludes({ startWith }: NonNullable<Scheme['secrets']>, other: NonNullable<Scheme['secrets']>): boolean {
  if (startWith === undefined || startWith === '') return false;
  if (other.notStartWith !== undefined && startWith.startsWith(other.notStartWith)) return true;
  const begins = other.startWith ?? '';
  return !startWith.startsWith(begins) && !begins.startsWith(startWith);
}

/** They would lead a browser elsewhere, or leave something with it. */
const HEADERS_OF_NO_ANSWER = ['location', 'refresh', 'set-cookie'];

function ofHandshake({
  method,
  signed,
  when,
  answer,
  refusal,
  effect,
}: NonNullable<Description['handshakes']>[number]) {
  const needsKey = (one: typeof refusal) => JSON.stringify(one ?? {}).includes('{hmac-');
  const redirects = [answer, ...(refusal ? [refusal] : [])].some(
    ({ status, headers = {} }) =>
      (status >= 300 && status <= 399) || HEADERS_OF_NO_ANSWER.some((name) => Object.hasOwn(headers, name)),
  );
  return [
    ...(Object.keys(when).length === 0 ? ['when: must say which requests are handshakes'] : []),
    ...(signed && method !== 'POST' ? ['method: must be "POST" where the signature is checked'] : []),
    ...(answer.text !== undefined && answer.json ? ['answer: may have a text or json, not both'] : []),
    ...(!signed && redirects
      ? [`answer: must neither redirect nor have ${HEADERS_OF_NO_ANSWER.join(', ')}, since anybody may ask`]
      : []),
    ...(!signed && needsKey(answer) ? ['signed: must be true, or anybody gets hashes of the secret'] : []),
    ...(needsKey(refusal) ? ['refusal: must have no hash of the secret'] : []),
    ...(!signed && effect?.kind === 'confirm-subscription'
      ? ['signed: must be true, or anybody has a URL fetched']
      : []),
  ];
}
