import { shortQueueName } from './links.ts';
import type { LambdaFunction, TemplateModel } from './template-model.ts';

/** The resource that an ARN is of, or is a part of: an object of a bucket, an index of a table. */
export function ownerOf(arn: string, { idOf }: TemplateModel): string | undefined {
  const parts = arn.split('/');
  const wholes = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return wholes.map(idOf).find((id) => id !== undefined);
}

/** Everything of the template that a function is told of: by its variables, and by the queues that feed it. */
export function usedBy({ id, properties }: LambdaFunction, model: TemplateModel): ReadonlySet<string> {
  const { Variables } = properties.Environment;
  const fed = model.mappings.filter(({ properties: { FunctionName } }) => model.idOf(FunctionName) === id);
  const told = [...Object.values(Variables), ...fed.map(({ properties: { EventSourceArn } }) => EventSourceArn)];
  return new Set([
    ...told.flatMap((value) => model.idOf(value) ?? []),
    ...queuesOfWorkers(Variables['WORKERS'], model),
  ]);
}

/** Whoever is told the workers' names makes their queues' names of them. */
function queuesOfWorkers(workers: unknown, model: TemplateModel): readonly string[] {
  if (typeof workers !== 'string') return [];
  const names = workers.split('/').map((name) => (name === 'dispatch' ? 'deliveries' : name));
  const known = new Set(names.flatMap((name) => [name, `${name}-dead-letters`]));
  return model.queues.filter((queue) => known.has(shortQueueName(queue, model))).map(({ id }) => id);
}
