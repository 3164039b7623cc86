import type { EmulatorContext } from '../emulator-context.ts';
import { SnsError } from './sns-error.ts';

export interface Topic {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

interface TopicRow {
  readonly arn: string;
  readonly attributes: string;
  readonly tags: string;
}

// Kept and reported without effect on a laptop. Any other attribute is refused: taking it would be a false promise.
const settableAttributes = new Set(['DisplayName', 'Policy', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig']);

export function checkTopicAttribute(name: string, value: string): void {
  if (name === 'FifoTopic' && value === 'false') return;
  if (settableAttributes.has(name)) return;
  throw new SnsError('InvalidParameter', `Invalid parameter: local mode does not have the topic attribute ${name}`);
}

export function requireTopic(context: EmulatorContext, arn: string): Topic {
  const topic = findTopic(context, arn);
  if (!topic) throw new SnsError('NotFound', `Topic does not exist: ${arn}`, 404);
  return topic;
}

export function findTopic(context: EmulatorContext, arn: string): Topic | undefined {
  const row = context.database.get<TopicRow>('SELECT * FROM topics WHERE arn = ?', arn);
  return row && { arn: row.arn, attributes: JSON.parse(row.attributes), tags: JSON.parse(row.tags) };
}

/** Inserts or replaces. */
export function writeTopic(context: EmulatorContext, { arn, attributes, tags }: Topic): void {
  context.database.run(
    'INSERT OR REPLACE INTO topics (arn, attributes, tags) VALUES (?, ?, ?)',
    arn,
    JSON.stringify(attributes),
    JSON.stringify(tags),
  );
}

export function listTopicArns(context: EmulatorContext): readonly string[] {
  return context.database.all<{ readonly arn: string }>('SELECT arn FROM topics ORDER BY arn').map(({ arn }) => arn);
}
