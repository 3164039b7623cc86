import type { TemplateModel } from './model/template-model.ts';

/** What could not be read, and why. */
export interface Unread {
  readonly unread: string;
}

/** An object of the config bucket; `text` is undefined where there is none. */
export interface ReadConfiguration {
  readonly text: string | undefined;
  /** `stage prod`, `local/sources.json` */
  readonly from: string;
}

export type ConfigurationName = 'sources' | 'destinations' | 'redaction';

/** A queue that exists now. */
export interface DeployedQueue {
  /** Without service and stage, as everything of the template is called that a person sees: `archive-dead-letters`. */
  readonly name: string;
  /** Whose dead letters it brings, where it is a dead-letter queue. */
  readonly worker?: string;
}

/** What only the account, or the pipeline that runs here, can tell. */
export interface Live {
  readonly readConfiguration: (name: ConfigurationName) => Promise<ReadConfiguration | Unread>;
  /** How many invocations may run at once in the account. */
  readonly accountConcurrency: () => Promise<number | Unread>;
  /** In front of `/webhooks/<source>`. */
  readonly webhooksUrl: () => Promise<string | Unread>;
  /** `none` where nothing is deployed yet. */
  readonly deployedQueues: () => Promise<readonly DeployedQueue[] | 'none' | Unread>;
  /** Of a queue: waiting, hidden and delayed together. */
  readonly countMessages: (queue: string) => Promise<number | 'missing' | Unread>;
  readonly countOpenDeadLetters: (worker: string) => Promise<number | Unread>;
}

/** What the code holds itself to; numbers that the template must agree with. */
export interface CodeLimits {
  /** From where on a body is kept in the bucket, and the message only points there. */
  readonly messageBytesMax: number;
  /** What a failure adds to a message when it becomes a dead letter. */
  readonly failureBytesMax: number;
  /** Within which ingest has answered. */
  readonly answerWithinSeconds: number;
}

/** All that a rule may look at. */
export interface DoctorContext {
  readonly stage: string;
  readonly model: TemplateModel;
  readonly now: Date;
  readonly limits: CodeLimits;
  readonly live: Live;
  /** The name of a resource, and the file in which a person edits it. */
  readonly at: (logicalId: string) => string;
}

export const isUnread = (answer: unknown): answer is Unread =>
  typeof answer === 'object' && answer !== null && 'unread' in answer;
