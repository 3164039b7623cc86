import { topicArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { invalidParameter } from '../sns-error.ts';
import type { SnsForm } from '../sns-form.ts';
import { readTags } from '../tags.ts';
import { checkTopicAttribute, findTopic, writeTopic } from '../topics.ts';

/** Creating a topic that exists answers its ARN; attributes that are given replace the ones it has. */
export function createTopic(context: EmulatorContext, form: SnsForm): object {
  const name = form.required('Name');
  if (name.endsWith('.fifo')) throw invalidParameter('Name: local mode has no FIFO topics, only standard ones');
  if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter(`Topic Name: ${name}`);
  const attributes = form.map('Attributes.entry');
  for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value);
  const arn = topicArn(context, name);
  const existing = findTopic(context, arn);
  writeTopic(context, {
    arn,
    attributes: { ...existing?.attributes, ...attributes },
    tags: { ...existing?.tags, ...readTags(form) },
  });
  return { TopicArn: arn };
}
