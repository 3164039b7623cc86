import { createHmac } from 'node:crypto';
import { RejectedWebhook } from '#shared/errors.ts';
import type { SourceOptions } from '#shared/messages/source.ts';
import type { Reference } from '../providers/provider.ts';
import type { Lookup } from '../webhook-request.ts';

export interface TemplateValues {
  readonly lookup: Lookup;
  readonly options: SourceOptions;
  /** The secret that keyed hashes are made with. */
  readonly key: string | undefined;
}

const HMAC = /^hmac-(sha1|sha256|sha512):(hex|base64):(.+)$/;

export const needsKey = (template: string): boolean => /\{hmac-/.test(template);

/**
 * The text with what its braces name.
 * @throws {RejectedWebhook} 400 where the request does not have it
 */
export const renderTemplate = (template: string, values: TemplateValues): string =>
  template.replace(/\{([^{}]+)\}/g, (_, name: string) => valueOf(name, values));

function valueOf(name: string, values: TemplateValues): string {
  if (name === 'option:allowedRate') return String(values.options.allowedRate ?? '*');
  const [, digest, encoding, hashed] = HMAC.exec(name) ?? [];
  if (digest === undefined || hashed === undefined) return given(name, values);
  // Whoever asked has signed with it, so it is there.
  if (values.key === undefined) throw new Error('There is no secret to answer a handshake with');
  const hmac = createHmac(digest, values.key).update(given(hashed, values));
  return hmac.digest(encoding === 'hex' ? 'hex' : 'base64');
}

function given(name: string, { lookup }: TemplateValues): string {
  const value = isReference(name) ? lookup(name) : undefined;
  if (value === undefined) throw new RejectedWebhook(400, 'incomplete', `This handshake needs ${name}.`);
  return value;
}

const isReference = (text: string): text is Reference => /^(?:header:|query:|\/)/.test(text);
