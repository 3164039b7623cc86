// Certificates made up for a test: Node reads and checks them, but makes none.
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface TestCertificate {
  readonly pem: string;
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface WantedCertificate {
  readonly name: string;
  /** Left out: itself. */
  readonly issuer?: TestCertificate | undefined;
  readonly isAuthority?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  /** To make an RSA key takes a tenth of a second. */
  readonly privateKey?: KeyObject;
}

export const rsaKey = (bits = 2048): KeyObject => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;

let sharedKey: KeyObject | undefined;

export function testCertificate({
  name,
  issuer,
  isAuthority = false,
  from = new Date('2025-01-01T00:00:00Z'),
  to = new Date('2035-01-01T00:00:00Z'),
  privateKey = (sharedKey ??= rsaKey()),
}: WantedCertificate): TestCertificate {
  const issuedBy = issuer ?? { name, privateKey };
  const version = tagged(0xa0, integer(2));
  const basicConstraints = sequence(oid(0x55, 0x1d, 0x13), octets(sequence(isAuthority ? TRUE : Buffer.alloc(0))));
  const toBeSigned = sequence(
    version,
    integer(1),
    SHA256_WITH_RSA,
    commonName(issuedBy.name),
    sequence(instant(from), instant(to)),
    commonName(name),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(basicConstraints)),
  );
  const signature = sign('sha256', toBeSigned, issuedBy.privateKey);
  const der = sequence(toBeSigned, SHA256_WITH_RSA, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { pem, name, privateKey };
}

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  // https://www.itu.int/rec/T-REC-X.690: lengths over 127 say first how many bytes they take.
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: readonly Buffer[]) => tagged(0x30, ...contents);
const integer = (value: number) => tagged(0x02, Buffer.from([value]));
const octets = (content: Buffer) => tagged(0x04, content);
const oid = (...bytes: readonly number[]) => tagged(0x06, Buffer.from(bytes));
const TRUE = tagged(0x01, Buffer.from([0xff]));
const SHA256_WITH_RSA = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), tagged(0x05));
const commonName = (name: string) =>
  sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(name)))));
const instant = (date: Date) => tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
