import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { forAnOperator } from './client-settings.ts';

/** What CloudFormation has of one stack. */
export interface Stack {
  /** As the last update left it; undefined where there is no such stack. */
  template(): Promise<string | undefined>;
  /** `UPDATE_COMPLETE` and the like. */
  status(): Promise<string | undefined>;
  close(): void;
}

export function createStack(name: string, region: string): Stack {
  const client = new CloudFormationClient({ ...forAnOperator, region });
  return {
    template: () =>
      client.send(new GetTemplateCommand({ StackName: name })).then(({ TemplateBody }) => TemplateBody, orNone),
    status: () =>
      client
        .send(new DescribeStacksCommand({ StackName: name }))
        .then(({ Stacks }) => Stacks?.[0]?.StackStatus, orNone),
    close: () => client.destroy(),
  };
}

/** There is no error of its own for it: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function orNone(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return;
  throw error;
}
