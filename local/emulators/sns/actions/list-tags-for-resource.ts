import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireTopic } from '../topics.ts';

export function listTagsForResource(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('ResourceArn'));
  return { Tags: { member: Object.entries(topic.tags).map(([Key, Value]) => ({ Key, Value })) } };
}
