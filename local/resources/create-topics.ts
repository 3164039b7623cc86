import { CreateTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Resource } from '../template/read-pipeline.ts';

/** Creates the topics that are missing. Answers with the ARN of each, by topic name. */
export async function createTopics(sns: SNSClient, topics: readonly Resource<unknown>[]) {
  const arns = new Map<string, string>();
  for (const { name } of topics) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
    if (TopicArn === undefined) throw new Error(`The emulator created the topic ${name} and gave no ARN.`);
    arns.set(name, TopicArn);
  }
  return arns;
}
