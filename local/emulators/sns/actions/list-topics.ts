import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { pageOf } from '../page-of.ts';
import { listTopicArns } from '../topics.ts';

export function listTopics(context: EmulatorContext, form: SnsForm): object {
  const { page, next } = pageOf(listTopicArns(context), form);
  return { Topics: { member: page.map((TopicArn) => ({ TopicArn })) }, ...next };
}
