/**
 * JSON in ASCII alone. SQS refuses some of Unicode (U+FFFE, U+FFFF and most control characters), SNS and SQS count
 * bytes, and a message of one byte per character can be measured by its length.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(NOT_ASCII, escapeUnit);
}

// Each UTF-16 unit by itself: a surrogate pair becomes two escapes, as JSON has it.
const NOT_ASCII = /[\u007f-\uffff]/g;
const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
