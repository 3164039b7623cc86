/**
 * The bytes that a text stands for; undefined where Node would skip over some of it, or where it is another spelling of the same
 * bytes. A key made of what is left would be a weaker one than the sender's.
 */
export function strictBytes(text: string, encoding: 'hex' | 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  if (bytes.length === 0) return undefined;
  const canonical = bytes.toString(encoding);
  if (encoding === 'hex') return canonical === text.toLowerCase() ? bytes : undefined;
  // The padding may be left away, as some senders show their secrets, but nothing else.
  return canonical === text || canonical.replace(/={1,2}$/, '') === text ? bytes : undefined;
}
