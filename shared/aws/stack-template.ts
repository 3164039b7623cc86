import {
  CloudFormationClient,
  CloudFormationServiceException,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { forAnOperator, type ClientSettings } from './client-settings.ts';

export interface StackTemplates {
  /** What the stack was last made from, as JSON; undefined where there is no such stack. */
  templateOf(stackName: string, signal?: AbortSignal): Promise<string | undefined>;
  close(): void;
}

export function createStackTemplate(settings: ClientSettings = forAnOperator): StackTemplates {
  const client = new CloudFormationClient(settings);
  return {
    async templateOf(stackName, signal) {
      try {
        const command = new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' });
        const { TemplateBody = '' } = await client.send(command, signal && { abortSignal: signal });
        return TemplateBody;
      } catch (error) {
        // CloudFormation has no error of its own for it, only this sentence.
        const isValidation = error instanceof CloudFormationServiceException && error.name === 'ValidationError';
        if (isValidation && error.message.endsWith(' does not exist')) return undefined;
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}
