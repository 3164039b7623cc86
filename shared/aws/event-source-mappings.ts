import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
} from '@aws-sdk/client-lambda';
import { forAnOperator, type ClientSettings } from './client-settings.ts';
import { withoutCallLog } from './without-call-log.ts';

export interface EventSourceMapping {
  readonly id: string;
  /** Full name of the queue. */
  readonly queueName: string;
  /** Lambda's own word: https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
  readonly state: string;
}

export interface EventSourceMappings {
  /** Of one function, by its full name. */
  of(functionName: string, signal?: AbortSignal): Promise<readonly EventSourceMapping[]>;
  /** Resolves when Lambda has taken it; the state follows within a minute. */
  setEnabled(id: string, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export function createEventSourceMappings(settings: ClientSettings = forAnOperator): EventSourceMappings {
  const client = withoutCallLog(new LambdaClient(settings));
  return {
    async of(functionName, signal) {
      const found: EventSourceMapping[] = [];
      let marker: string | undefined;
      do {
        const { EventSourceMappings: page = [], NextMarker } = await client.send(
          new ListEventSourceMappingsCommand({ FunctionName: functionName, Marker: marker }),
          signal && { abortSignal: signal },
        );
        found.push(...page.map(toMapping));
        // Lambda ends with an empty marker, too.
        marker = NextMarker === '' ? undefined : NextMarker;
      } while (marker !== undefined);
      return found;
    },
    async setEnabled(id, isEnabled, signal) {
      const command = new UpdateEventSourceMappingCommand({ UUID: id, Enabled: isEnabled });
      await client.send(command, signal && { abortSignal: signal });
    },
    close: () => client.destroy(),
  };
}

function toMapping({ UUID = '', EventSourceArn = '', State = '' }: EventSourceMappingConfiguration) {
  return { id: UUID, queueName: EventSourceArn.slice(EventSourceArn.lastIndexOf(':') + 1), state: State };
}
