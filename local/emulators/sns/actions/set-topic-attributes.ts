import type { EmulatorContext } from '../../emulator-context.ts';
import type { SnsForm } from '../sns-form.ts';
import { checkTopicAttribute, requireTopic, writeTopic } from '../topics.ts';

export function setTopicAttributes(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('TopicArn'));
  const name = form.required('AttributeName');
  const value = form.optional('AttributeValue') ?? '';
  checkTopicAttribute(name, value);
  writeTopic(context, { ...topic, attributes: { ...topic.attributes, [name]: value } });
  return {};
}
