import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireTopic, writeTopic } from '../topics.ts';

export function untagResource(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('ResourceArn'));
  const keys = new Set(form.values('TagKeys.member'));
  const kept = Object.entries(topic.tags).filter(([key]) => !keys.has(key));
  writeTopic(context, { ...topic, tags: Object.fromEntries(kept) });
  return {};
}
