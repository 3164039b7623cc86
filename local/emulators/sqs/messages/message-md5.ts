import { createHash } from 'node:crypto';

import type { MessageAttributes } from './received-message.ts';

export function md5(value: string | Uint8Array): string {
  return createHash('md5').update(value).digest('hex');
}

/**
 * The digest that SDKs compare: per attribute in order of name, the length and bytes of name, type and value, with a
 * byte before the value that tells text (1) from binary (2). Undefined without attributes.
 */
export function messageAttributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const update = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    update(Buffer.from(name));
    update(Buffer.from(attribute.DataType));
    hash.update(Buffer.of(attribute.BinaryValue === undefined ? 1 : 2));
    update(Buffer.from(attribute.BinaryValue ?? attribute.StringValue ?? '', binaryOrText(attribute.BinaryValue)));
  }
  return hash.digest('hex');
}

function binaryOrText(binaryValue: string | undefined): BufferEncoding {
  return binaryValue === undefined ? 'utf8' : 'base64';
}
