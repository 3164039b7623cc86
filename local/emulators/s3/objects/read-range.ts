import { S3Error } from '../s3-error.ts';

interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** `bytes=0-99`, `bytes=100-` or `bytes=-100`; anything else means the whole object, as HTTP has it. */
export function readRange(range: string | undefined, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last) return { first, last };
  throw new S3Error('InvalidRange', 'The requested range is not satisfiable', { 'content-range': `bytes */${size}` });
}
