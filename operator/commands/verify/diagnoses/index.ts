import type { Diagnosis } from '../signature-case.ts';
import { certificateHost } from './certificate-host.ts';
import { cutSignature } from './cut-signature.ts';
import { lineEnds } from './line-ends.ts';
import { missingParts } from './missing-parts.ts';
import { missingSignature } from './missing-signature.ts';
import { onlySha1 } from './only-sha1.ts';
import { otherEntries } from './other-entries.ts';
import { otherFormOfSecret } from './other-form-of-secret.ts';
import { otherFormOfSignature } from './other-form-of-signature.ts';
import { otherMethod } from './other-method.ts';
import { otherScheme } from './other-scheme.ts';
import { otherSecret } from './other-secret.ts';
import { otherSignedText } from './other-signed-text.ts';
import { otherUrl } from './other-url.ts';
import { reserialisedBody } from './reserialised-body.ts';
import { twoMistakes } from './two-mistakes.ts';
import { unusableSecret } from './unusable-secret.ts';
import { untimely } from './untimely.ts';
import { wronglyDecodedBody } from './wrongly-decoded-body.ts';

/** In this order: what proves itself before what only looks so. */
export const diagnoses: readonly Diagnosis[] = [
  untimely,
  certificateHost,
  lineEnds,
  reserialisedBody,
  wronglyDecodedBody,
  otherSecret,
  otherFormOfSecret,
  otherFormOfSignature,
  otherUrl,
  otherMethod,
  otherSignedText,
  onlySha1,
  otherScheme,
  twoMistakes,
  otherEntries,
  missingSignature,
  missingParts,
  unusableSecret,
  cutSignature,
];
