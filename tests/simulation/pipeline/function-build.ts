import type { Context } from 'aws-lambda';
import type { EnvironmentPorts } from '../world/world.ts';
import type { Bundle } from './bundle.ts';
import type { PipelineParts } from './parts.ts';
import type { FunctionSettings, Topology } from './topology.ts';

export type Invocable<Asked, Answered> = (asked: Asked, context: Context) => Promise<Answered>;

/** What a new execution environment is given when its function starts. */
export interface Start {
  readonly ports: EnvironmentPorts;
  readonly settings: FunctionSettings;
  readonly topology: Topology;
  readonly bundle: Bundle;
  readonly parts: PipelineParts;
}

/** What handler.ts does when it is loaded, from these ports instead of its own. */
export type FunctionBuild<Asked, Answered> = (start: Start) => Invocable<Asked, Answered>;

/** The name that the world has for the queue behind a variable with its URL. */
export function queueNameAt(variable: string, { settings, topology: { queuePrefix } }: Start): string {
  const name = variableOf(settings, variable).split('/').at(-1) ?? '';
  if (!name.startsWith(queuePrefix)) throw new Error(`${variable} is no queue of this stage: ${name}`);
  return name.slice(queuePrefix.length);
}

/** As readEnvironment: a variable that the template lacks is a wrong deployment. */
export function variableOf({ name, variables }: FunctionSettings, variable: string): string {
  const value = variables[variable];
  if (!value) throw new Error(`The template gives ${name} no ${variable}`);
  return value;
}
