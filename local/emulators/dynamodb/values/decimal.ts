// DynamoDB's numbers: 38 significant digits, and powers of ten that a double does not reach.
import { invalid } from '../dynamodb-error.ts';

/** `coefficient` × 10 ^ `exponent`; no zeros at the coefficient's end. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
const DIGITS_MAX = 38;
const MAGNITUDE = { min: -130, max: 125 };
/** What most numbers look like, and what they look like afterwards. */
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** @throws {DynamodbError} for what is no number, or too long, large or small */
export function decimal(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return { coefficient: 0n, exponent: 0 };
  const exponent = Number(power) - fraction.length + digits.length - significant.length;
  return withinBounds({ coefficient: BigInt(sign === '-' ? `-${significant}` : significant), exponent });
}

function withinBounds(number: Decimal): Decimal {
  const digits = digitsOf(number).length;
  const magnitude = number.exponent + digits - 1;
  if (digits > DIGITS_MAX) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (magnitude > MAGNITUDE.max) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (magnitude < MAGNITUDE.min) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  return number;
}

const digitsOf = ({ coefficient }: Decimal) => String(coefficient < 0n ? -coefficient : coefficient);

/** In the one way in which DynamoDB gives a number back. */
export function normalNumber(text: string): string {
  return PLAIN_INTEGER.test(text) ? text : textOf(decimal(text));
}

function textOf(number: Decimal): string {
  const { coefficient, exponent } = number;
  const digits = digitsOf(number);
  const sign = coefficient < 0n ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(coefficient === 0n ? 0 : exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** Below 0 when the first is smaller. */
export function compareNumbers(left: string, right: string): number {
  const difference = sum(decimal(left), decimal(right), -1n).coefficient;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** @param sign 1 to add, -1 to subtract */
export function addNumbers(left: string, right: string, sign: 1n | -1n = 1n): string {
  const { coefficient, exponent } = sum(decimal(left), decimal(right), sign);
  return textOf(decimal(`${coefficient}e${exponent}`));
}

function sum(left: Decimal, right: Decimal, sign: 1n | -1n): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (number: Decimal) => number.coefficient * 10n ** BigInt(number.exponent - exponent);
  return { coefficient: scaled(left) + sign * scaled(right), exponent };
}

/** Bytes that are in the order of the numbers. */
export function orderedBytes(text: string): Buffer {
  const number = decimal(text);
  if (number.coefficient === 0n) return Buffer.from([1]);
  const digits = digitsOf(number);
  // Behind the sign the magnitude, and then the digits from the first on; 0 ends them before any digit.
  const magnitude = number.exponent + digits.length - MAGNITUDE.min;
  const ordered = Buffer.concat([
    Buffer.from([magnitude >> 8, magnitude & 255]),
    Buffer.from(digits),
    Buffer.from([0]),
  ]);
  if (number.coefficient > 0n) return Buffer.concat([Buffer.from([2]), ordered]);
  return Buffer.concat([Buffer.from([0]), ordered.map((byte) => 255 - byte)]);
}
