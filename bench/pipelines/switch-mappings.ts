import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Endpoints } from '../../local/endpoints.ts';

const listSchema = v.object({
  EventSourceMappings: v.array(v.object({ UUID: v.string(), FunctionArn: v.string(), State: v.string() })),
});
const LOOK_EVERY_MS = 20;

/** Pauses or resumes functions that take from queues, and waits until it is so. @param names as in serverless.yml */
export async function switchMappings(
  { lambda, functions }: Pick<Endpoints, 'lambda' | 'functions'>,
  names: readonly string[],
  Enabled: boolean,
): Promise<void> {
  const url = `${lambda}/2015-03-31/event-source-mappings/`;
  const arns = names.map((name) => `:function:${functions[name]}`);
  const read = async () => {
    const { EventSourceMappings } = v.parse(listSchema, await (await fetch(url)).json());
    return EventSourceMappings.filter(({ FunctionArn }) => arns.some((arn) => FunctionArn.endsWith(arn)));
  };
  const wanted = Enabled ? 'Enabled' : 'Disabled';
  for (const { UUID, State } of await read()) {
    if (State === wanted) continue;
    // oxlint-disable-next-line no-await-in-loop -- a handful, once
    const answer = await fetch(`${url}${UUID}`, { method: 'PUT', body: JSON.stringify({ Enabled }) });
    if (!answer.ok) throw new Error(`The mapping ${UUID} could not be switched: ${await answer.text()}`);
  }
  // oxlint-disable-next-line no-await-in-loop -- as long as it takes
  while ((await read()).some(({ State }) => State !== wanted)) await sleep(LOOK_EVERY_MS);
}
