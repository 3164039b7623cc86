import { S3Error } from '../s3-error.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const TAGS_MAX = 10;
const KEY_CHARACTERS_MAX = 128;
const VALUE_CHARACTERS_MAX = 256;

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The tags of the header `x-amz-tagging`: a query, as URLs have it. */
export function readTags(tagging: string): readonly Tag[] {
  const tags = tagging
    .split('&')
    .filter((pair) => pair !== '')
    .map(readTag);
  if (tags.length > TAGS_MAX) throw new S3Error('BadRequest', `Object tags cannot be greater than ${TAGS_MAX}`);
  if (new Set(tags.map(({ key }) => key)).size !== tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  return tags;
}

function readTag(pair: string): Tag {
  const [name = '', ...rest] = pair.split('=');
  const key = decode(name);
  const value = decode(rest.join('='));
  if (key === '' || key.length > KEY_CHARACTERS_MAX || key.startsWith('aws:')) {
    throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid');
  }
  if (value.length > VALUE_CHARACTERS_MAX) throw new S3Error('InvalidTag', 'The TagValue you have provided is invalid');
  return { key, value };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new S3Error('InvalidArgument', 'The header x-amz-tagging shall be encoded as UTF-8 then URLEncoded.');
  }
}
