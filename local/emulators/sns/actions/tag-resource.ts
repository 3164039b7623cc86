import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { readTags } from '../tags.ts';
import { requireTopic, writeTopic } from '../topics.ts';

export function tagResource(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('ResourceArn'));
  writeTopic(context, { ...topic, tags: { ...topic.tags, ...readTags(form) } });
  return {};
}
